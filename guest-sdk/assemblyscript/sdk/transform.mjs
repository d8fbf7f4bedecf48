// What the compiler is asked for beside compiling: the names of the exports, which no AssemblyScript can spell, and the
// pass that lets a failing call leave the functions under way.

const STEPS = {
  aludel_upgrade: "aludel:migration/revision@0.1.0#upgrade",
  aludel_downgrade: "aludel:migration/revision@0.1.0#downgrade",
  aludel_verify: "aludel:migration/check@0.1.0#verify",
};

const PASS_EXPORTS = ["start_unwind", "stop_unwind", "start_rewind", "stop_rewind", "get_state"];

// What calls the host for a migration. It stays a function of its own, so that the host finds the line of the migration on
// the stack, and shows it with an error that ends the step.
const CALLS = ["bulk/BulkWriter", "cursor/Cursor", "database/Database", "savepoint/Savepoint", "statement/Statement"];

export default class AludelTransform {
  afterInitialize(program) {
    const files = [...program.filesByName.values()];
    this.entry = files.find((file) => file.exports?.has("aludel_upgrade"));
    const migration = this.entry.members.get("migration");
    this.verifies = Boolean(migration?.members?.has("verify") || migration?.exports?.has("verify"));
  }

  afterCompile(module) {
    for (const [name, wanted] of Object.entries(STEPS)) {
      const step = this.entry.exports.get(name);
      module.removeExport(name);
      if (name !== "aludel_verify" || this.verifies) module.addFunctionExport(step.internalName, wanted);
    }
    for (const call of CALLS) {
      this.binaryen.setPassArgument("no-inline", `~lib/aludel/${call}#*`);
      module.runPasses(["no-inline"]);
    }
    // Nothing that the host does leaves a function: only what calls `raise` has to be ready for it.
    this.binaryen.setPassArgument("asyncify-ignore-imports", "1");
    module.runPasses(["asyncify"]);
    for (const name of PASS_EXPORTS) module.removeExport("asyncify_" + name);
  }
}
