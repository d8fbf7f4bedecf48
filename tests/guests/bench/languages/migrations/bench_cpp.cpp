// /// migration
// revision = "bench_cpp"
// message = "lower-case e-mail addresses, in C++"
// ///
#include <aludel.hpp>

#include <algorithm>
#include <cctype>
#include <string>

using namespace aludel;

// Rows come in pages and are written in batches below the loop.
static Result<> upgrade(Database &db) {
    auto update = ALUDEL_TRY(db.bulk_update("customers", {"id"}, {"email"}));
    auto customers = ALUDEL_TRY(db.query("SELECT id, email FROM customers"));
    while (ALUDEL_TRY(customers.next())) {
        auto id = ALUDEL_TRY(customers.get<std::int64_t>("id"));
        auto email = ALUDEL_TRY(customers.get<std::string>("email"));
        std::transform(email.begin(), email.end(), email.begin(), [](unsigned char c) { return std::tolower(c); });
        ALUDEL_TRY(update.write(id, email));
    }
    ALUDEL_TRY(update.finish());
    return {};
}

static Result<> downgrade(Database &) {
    return irreversible("the old spelling of the addresses is not kept");
}

ALUDEL_MIGRATION(upgrade, downgrade)
