//! A component that is compiled and run in processes of its own.

use std::sync::Arc;
use std::time::Duration;

use aludel_sandbox::{
    Call, Counter, Departing, Ending, Interpreter, Limit, Limits, LoadError, Native, Observer, RunError, Sandbox,
    Sections, TargetDefinition,
};
use aludel_schema::SchemaDatabase;
use aludel_sql::Dialect;
use tokio::runtime::Handle;
use tokio::time::Instant;

use crate::chamber::{Broken, Chamber};
use crate::frame::Kind;
use crate::given::{Code, Given};
use crate::launcher::Launcher;
use crate::message::{Order, Place, Word};

/// How long the words of a process may be: the longest are those of an error, each part of which is cut.
const WORD_BYTES_MAX: usize = 8 << 20;

/// The native code of a component is larger than the component, and never that much larger.
const NATIVE_BYTES_BASE: usize = 16 << 20;
const NATIVE_BYTES_FACTOR: usize = 32;

/// What a question holds beside what its guest hands over.
const QUESTION_BYTES_BASE: usize = 64 << 10;

/// A component that is compiled in one process, and run in another each time.
#[derive(Clone)]
pub struct Program {
    name: Arc<str>,
    /// Whether the component has a check; a script says that beside its interpreter.
    has_check: bool,
    given: Arc<Given>,
    sections: Sections,
    limits: Arc<Limits>,
    sandbox: Sandbox,
    launcher: Launcher,
}

impl std::fmt::Debug for Program {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Program").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Program {
    /// Compiles a component in a process of its own, unless one has done so before. The sandbox is the host's, whose limits count,
    /// and in whose cache it is kept for processes.
    pub async fn load(launcher: &Launcher, sandbox: &Sandbox, name: &str, component: &[u8]) -> Result<Self, LoadError> {
        let departing = sandbox.departing(name, component)?;
        let given = compiled_apart(launcher, sandbox, name, &departing).await?;
        Ok(Self::new(launcher, sandbox, (name, departing.sections), Arc::new(given)))
    }

    /// Takes a program that this process compiled, of code that is the host's own. It runs in processes of its own.
    pub fn of_host(
        launcher: &Launcher,
        sandbox: &Sandbox,
        program: &aludel_sandbox::Program,
    ) -> Result<Self, LoadError> {
        let given = Arc::new(program.native()?.into());
        Ok(Self::new(launcher, sandbox, (program.name(), program.sections().clone()), given))
    }

    /// Makes a program of a script: its interpreter, which is the host's own and is compiled by it, with the script of somebody
    /// else. It runs in processes of its own.
    pub fn load_script(
        launcher: &Launcher,
        sandbox: &Sandbox,
        (name, component): (&str, &[u8]),
        interpreter: &Interpreter,
    ) -> Result<Self, LoadError> {
        let script = sandbox.script(name, component)?;
        let native = || sandbox.native_interpreter(interpreter).map(Given::from);
        let given = launcher.interpreters.get_or_make(interpreter.digest, native)?;
        let program = Self::new(launcher, sandbox, (name, script.sections), given);
        Ok(Self { has_check: script.has_check, ..program })
    }

    /// Makes a program of a script whose interpreter is somebody else's, too: it is compiled in a process, as any component is,
    /// and may be as large and take as long there as the host's own. On a thread that may wait.
    pub fn load_with_interpreter(
        launcher: &Launcher,
        sandbox: &Sandbox,
        (name, component): (&str, &[u8]),
        interpreter: &Interpreter,
    ) -> Result<Self, LoadError> {
        let script = sandbox.script(name, component)?;
        let given = launcher.interpreters.get_or_make(interpreter.digest, || {
            let patient = sandbox.patient(interpreter)?;
            let departing = patient.departing(&interpreter.name, &interpreter.component)?;
            Handle::current().block_on(compiled_apart(launcher, &patient, &interpreter.name, &departing))
        })?;
        let program = Self::new(launcher, sandbox, (name, script.sections), given);
        Ok(Self { has_check: script.has_check, ..program })
    }

    fn new(launcher: &Launcher, sandbox: &Sandbox, (name, sections): (&str, Sections), given: Arc<Given>) -> Self {
        Self {
            name: name.into(),
            has_check: given.traits.has_check,
            given,
            sections,
            limits: Arc::new(sandbox.limits().clone()),
            sandbox: sandbox.clone(),
            launcher: launcher.clone(),
        }
    }

    /// Whether it exports `check.verify`.
    pub fn exports_check(&self) -> bool {
        self.has_check
    }

    /// Whether it exports `target`, and [`Program::target`] can be asked.
    pub fn exports_target(&self) -> bool {
        self.given.traits.has_target
    }

    /// Whether it may change tables and the like by request.
    pub fn imports_operations(&self) -> bool {
        self.given.traits.imports_operations
    }

    /// The content of its custom section `aludel:NAME`.
    pub fn section(&self, name: &str) -> Option<&[u8]> {
        self.sections.get(name).map(|content| &**content)
    }

    /// What its next runs may take.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Gives its next runs other limits. Those on the component, the compiler and the stack are the sandbox's.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        let stack_bytes = self.limits.stack_bytes;
        self.limits = Arc::new(Limits { stack_bytes, ..limits });
        self
    }

    /// Runs one function of the migration in a fresh process.
    ///
    /// As with a program of the sandbox, the database is the guest's for the length of the run; dropping the future ends
    /// the process at once. A process that dies is an error, and what it did is its owner's to roll back.
    pub async fn run(
        &self,
        call: Call,
        database: Box<dyn SchemaDatabase>,
        observer: Arc<dyn Observer>,
    ) -> Result<(), RunError> {
        let place = (self.sections.clone(), Arc::clone(&self.limits));
        let counter =
            Counter::open((&self.sandbox, &self.name), place, call, database, observer).map_err(not_opened)?;
        let (counter, ending) = self.attended(counter).await?;
        counter.close(ending).await.inspect_err(|error| self.doubt_after(error))
    }

    /// Asks a component that exports `target` what a database of a dialect should look like, in a fresh process.
    ///
    /// The guest has no database, and nothing but its log to speak to the world.
    pub async fn target(&self, dialect: Dialect, observer: Arc<dyn Observer>) -> Result<TargetDefinition, RunError> {
        let place = (self.sections.clone(), Arc::clone(&self.limits));
        let opened = Counter::open_for_target((&self.sandbox, &self.name), place, dialect, observer);
        let (counter, ending) = self.attended(opened.map_err(not_opened)?).await?;
        counter.close_target(ending).inspect_err(|error| self.doubt_after(error))
    }

    /// Doubts the code if it may be to blame for how a run ended.
    fn doubt_after(&self, error: &RunError) {
        match error {
            RunError::ProcessEnded { .. } | RunError::Trapped { .. } | RunError::NotExported { .. } => self.doubt(),
            RunError::Failed(_) | RunError::LimitReached { .. } => {}
        }
    }

    /// Keeps the code no longer, if it was compiled by a process.
    ///
    /// It is what that process said, and nobody can tell whether it is the component's. Were it kept after such an end, a
    /// component would fail in all its runs because it was compiled wrong once.
    fn doubt(&self) {
        if let Some(place) = self.given.kept {
            // How the run ended is what has to be told.
            let _ = self.sandbox.forget(&self.name, place);
        }
    }

    /// Starts a process, and answers what its guest asks until it has come to its end.
    async fn attended(&self, mut counter: Counter) -> Result<(Counter, Ending), RunError> {
        let mut chamber = match self.launcher.launch(self.given.code.file()) {
            Ok(chamber) => chamber,
            Err(error) => return Err(counter.lose(format!("it cannot be started: {error}"))),
        };
        match self.attend(&mut chamber, &mut counter).await {
            Ok(ending) => Ok((counter, ending)),
            Err(broken) => {
                self.doubt();
                Err(lost(chamber, counter, broken).await)
            }
        }
    }

    async fn attend(&self, chamber: &mut Chamber, counter: &mut Counter) -> Result<Ending, Broken> {
        let errand = counter.errand();
        let limits = Limits::clone(&self.limits);
        let patience = limits.guest_time.saturating_add(self.launcher.grace);
        let mut until = after(patience);
        let code = &self.given.code;
        let place = if matches!(code, Code::Sealed(..)) { Place::Stderr } else { Place::Parcel };
        let native_bytes = code.len();
        chamber.order(&Order::Run { limits, errand, place, native_bytes }, code.parcel(), until).await?;
        loop {
            let frame = chamber.hear(until, |kind| self.bytes_max(kind)).await?;
            match frame.kind {
                Kind::Question => {
                    let reply = counter.answer(&frame.bytes).await;
                    let reply = reply.map_err(|garbled| Broken::Nonsense(garbled.to_string()))?;
                    // The time of the database is not the guest's.
                    if reply.did_something {
                        until = after(patience);
                    }
                    chamber.send(Kind::Answer, &reply.bytes, until).await?;
                }
                _ => return ending(&frame.bytes),
            }
        }
    }

    /// How long a message of a running guest may be. Numbers can take a quarter more than they do in memory.
    fn bytes_max(&self, kind: Kind) -> usize {
        let question_max = self.limits.call_bytes.saturating_add(self.limits.call_bytes / 4) + QUESTION_BYTES_BASE;
        match kind {
            Kind::Question => question_max,
            // What a component says of a target is as long as what it may hand over in a call.
            Kind::Word => WORD_BYTES_MAX.max(question_max),
            Kind::Order | Kind::Answer | Kind::Parcel => 0,
        }
    }
}

fn not_opened(error: LoadError) -> RunError {
    RunError::ProcessEnded { how: error.to_string() }
}

fn ending(bytes: &[u8]) -> Result<Ending, Broken> {
    match postcard::from_bytes(bytes) {
        Ok(Word::Ended(ending)) => Ok(ending),
        Ok(Word::Unwalled(reason)) => Err(Broken::Nonsense(format!("it could not shut itself in: {reason}"))),
        Ok(Word::Refused(error)) => Err(Broken::Nonsense(error.to_string())),
        Ok(Word::Compiled { .. }) | Err(_) => Err(Broken::Nonsense("words that cannot be read".to_owned())),
    }
}

async fn lost(mut chamber: Chamber, counter: Counter, broken: Broken) -> RunError {
    match broken {
        Broken::Gone => counter.lose(chamber.death().await),
        Broken::TooLate => {
            // One that cannot be ended now is ended when the chamber is dropped.
            let _ = chamber.kill().await;
            counter.time_out()
        }
        Broken::Nonsense(what) => {
            let _ = chamber.kill().await;
            counter.lose(nonsense(&what))
        }
    }
}

/// That time from now, or when nobody waits any more.
fn after(time: Duration) -> Instant {
    const NEVER: Duration = Duration::from_hours(24 * 365);
    let now = Instant::now();
    now.checked_add(time).unwrap_or(now + NEVER)
}

fn nonsense(what: &str) -> String {
    format!("it said what no guest says, and was ended: {what}")
}

/// What a process has compiled before, or compiles now.
async fn compiled_apart(
    launcher: &Launcher,
    sandbox: &Sandbox,
    name: &str,
    departing: &Departing,
) -> Result<Given, LoadError> {
    let native = if let Some(native) = sandbox.kept(name, departing)? {
        native
    } else {
        let native = compile(launcher, sandbox.limits(), name, &departing.code).await?;
        sandbox.keep(name, departing, &native)?;
        native
    };
    Ok(Given::compiled_apart(native, departing.place()))
}

async fn compile(launcher: &Launcher, limits: &Limits, name: &str, component: &[u8]) -> Result<Native, LoadError> {
    let gone = |how: String| LoadError::ProcessEnded { name: name.to_owned(), how };
    let mut chamber = launcher.launch(None).map_err(|error| gone(format!("it cannot be started: {error}")))?;
    let until = after(limits.compile_time.saturating_add(launcher.grace));
    match compiled(&mut chamber, until, (limits, component)).await {
        Ok(answer) => answer.map_err(|error| error.named(name)),
        Err(Broken::Gone) => Err(gone(chamber.death().await)),
        Err(Broken::TooLate) => {
            let _ = chamber.kill().await;
            Err(LoadError::CompileTime { name: name.to_owned(), allowed: Limit::CompileTime.allowance(limits) })
        }
        Err(Broken::Nonsense(what)) => {
            let _ = chamber.kill().await;
            Err(gone(nonsense(&what)))
        }
    }
}

async fn compiled(
    chamber: &mut Chamber,
    until: Instant,
    (limits, component): (&Limits, &[u8]),
) -> Result<Result<Native, LoadError>, Broken> {
    chamber.order(&Order::Compile { limits: limits.clone() }, component, until).await?;
    let word = chamber.hear(until, |kind| if kind == Kind::Word { WORD_BYTES_MAX } else { 0 }).await?;
    let (traits, compatibility) = match postcard::from_bytes(&word.bytes) {
        Ok(Word::Compiled { traits, compatibility }) => (traits, compatibility),
        Ok(Word::Refused(error)) => return Ok(Err(error)),
        Ok(Word::Unwalled(reason)) => {
            return Err(Broken::Nonsense(format!("it could not shut itself in: {reason}")));
        }
        Ok(Word::Ended(_)) | Err(_) => return Err(Broken::Nonsense("words that cannot be read".to_owned())),
    };
    let native_max = component.len().saturating_mul(NATIVE_BYTES_FACTOR).saturating_add(NATIVE_BYTES_BASE);
    let native = chamber.hear(until, |kind| if kind == Kind::Parcel { native_max } else { 0 }).await?;
    Ok(Ok(Native { traits, compatibility, code: native.bytes }))
}
