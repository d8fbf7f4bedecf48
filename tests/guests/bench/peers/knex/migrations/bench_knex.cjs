// Lower-case e-mail addresses: pages by key, and one UPDATE a page, or one a row where BENCH_MODE is `rows`.
const PAGE_ROWS = 1_000;

exports.up = async (knex) => {
  const write = process.env.BENCH_MODE === "rows" ? writeRows : writePage;
  let last = 0;
  for (;;) {
    const page = await knex("customers").select("id", "email").where("id", ">", last).orderBy("id").limit(PAGE_ROWS);
    if (page.length === 0) return;
    await write(knex, page);
    last = page[page.length - 1].id;
  }
};

async function writePage(knex, page) {
  const values = page.map(() => "(?, ?)").join(", ");
  await knex.raw(
    `UPDATE customers SET email = new.column2 FROM (VALUES ${values}) AS new WHERE customers.id = new.column1`,
    page.flatMap(({ id, email }) => [id, email.toLowerCase()]),
  );
}

async function writeRows(knex, page) {
  for (const { id, email } of page) await knex("customers").where({ id }).update({ email: email.toLowerCase() });
}

exports.down = async () => {
  throw new Error("the old spelling of the addresses is not kept");
};
