// /// migration
// revision = "hostile"
// message = "try to use up what the host gives"
// ///
//! `-x way=NAME` says what the upgrade tries; each of them must end at a limit of the host.

use aludel_guest::prelude::*;

migration!(upgrade);

fn upgrade(db: &Database) -> Result<()> {
    let way = context::argument("way").unwrap_or_default();
    match way.as_str() {
        "spin" => spin(),
        "memory" => memory(),
        "stack" => {
            info!("{}", descend(0));
            Ok(())
        }
        "log" => log_without_end(),
        "log-line" => {
            info!("{}", "x".repeat(32 << 20));
            Ok(())
        }
        "tasks" => tasks_without_end(),
        "cursors" => cursors_without_end(db),
        "savepoints" => savepoints_without_end(db),
        "statement" => {
            db.execute(&format!("SELECT '{}'", "x".repeat(2 << 20)), params![])?;
            Ok(())
        }
        "parameter" => {
            db.execute(&format!("SELECT {}", db.placeholder(1)), params![vec![0_u8; 32 << 20]])?;
            Ok(())
        }
        "parameters" => {
            let values = vec![Value::Integer(1); 40_000];
            db.execute("SELECT 1", &values)?;
            Ok(())
        }
        "nul" => {
            db.execute("SELECT 1 \0", params![])?;
            Ok(())
        }
        _ => Err(Error::other(format!("`-x way={way}` is none of the ways"))),
    }
}

fn spin() -> ! {
    loop {
        std::hint::black_box(());
    }
}

fn memory() -> ! {
    let mut kept = Vec::new();
    loop {
        kept.push(std::hint::black_box(vec![1_u8; 1 << 20]));
    }
}

#[expect(unconditional_recursion, reason = "the end of the stack is what is looked for")]
fn descend(depth: u64) -> u64 {
    let frame = std::hint::black_box([depth; 64]);
    std::hint::black_box(descend(depth + 1)) + frame[0]
}

fn log_without_end() -> ! {
    loop {
        info!("one more line");
    }
}

fn tasks_without_end() -> ! {
    let mut kept = Vec::new();
    loop {
        kept.push(progress::task("one more bar", None));
    }
}

fn cursors_without_end(db: &Database) -> Result<()> {
    let mut kept = Vec::new();
    loop {
        kept.push(db.query("SELECT 1", params![])?);
    }
}

fn savepoints_without_end(db: &Database) -> Result<()> {
    let mut kept = Vec::new();
    loop {
        kept.push(db.begin_savepoint()?);
    }
}
