//! The system calls that are left to the process of a guest.
//!
//! Three kinds: those on the list run; those that nothing in this process ever means to make, and that somebody who broke
//! out would, end it; all others are answered as if the system did not have them, which C libraries are prepared for.

use std::collections::BTreeMap;

use libc::c_long;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    apply_filter, apply_filter_all_threads,
};

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// Calls without conditions: the pipe, memory, threads that there are, time and the end.
const ALLOWED: &[c_long] = &[
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_readv,
    libc::SYS_writev,
    libc::SYS_ppoll,
    libc::SYS_close,
    libc::SYS_munmap,
    libc::SYS_mprotect,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_futex,
    libc::SYS_set_robust_list,
    libc::SYS_rseq,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_restart_syscall,
    libc::SYS_sigaltstack,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_membarrier,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_exit,
    libc::SYS_exit_group,
    // For the last step, which takes them away.
    libc::SYS_seccomp,
];

#[cfg(target_arch = "x86_64")]
const ALLOWED_HERE: &[c_long] = &[libc::SYS_poll];
#[cfg(not(target_arch = "x86_64"))]
const ALLOWED_HERE: &[c_long] = &[];

/// Calls that end the process: files, sockets, programs, other processes and rights.
const DEADLY: &[c_long] = &[
    libc::SYS_openat2,
    libc::SYS_open_by_handle_at,
    libc::SYS_unlinkat,
    libc::SYS_renameat2,
    libc::SYS_linkat,
    libc::SYS_symlinkat,
    libc::SYS_mkdirat,
    libc::SYS_fchmodat,
    libc::SYS_fchownat,
    libc::SYS_truncate,
    libc::SYS_chdir,
    libc::SYS_chroot,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_sendto,
    libc::SYS_sendmsg,
    libc::SYS_recvmsg,
    libc::SYS_execve,
    libc::SYS_execveat,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_kill,
    libc::SYS_tkill,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_io_uring_setup,
    libc::SYS_userfaultfd,
    libc::SYS_memfd_secret,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_setuid,
    libc::SYS_setgid,
    libc::SYS_setns,
    libc::SYS_unshare,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_kexec_load,
    libc::SYS_reboot,
];

#[cfg(target_arch = "x86_64")]
const DEADLY_HERE: &[c_long] = &[libc::SYS_creat, libc::SYS_fork, libc::SYS_vfork, libc::SYS_unlink, libc::SYS_rename];
#[cfg(not(target_arch = "x86_64"))]
const DEADLY_HERE: &[c_long] = &[];

/// What ends it once no thread begins any more, and what is there has been locked.
const DEADLY_WHEN_LOCKED: &[c_long] = &[libc::SYS_clone, libc::SYS_seccomp, libc::SYS_prlimit64];

/// The kind of a mapping, in its flags.
const MAP_TYPE: u64 = 0x0f;

/// Keeps the calls on the list, for this thread and all that it starts.
pub(super) fn keep_few_calls() -> Result<(), String> {
    let deadly = deadly().and_then(|rules| program(rules, SeccompAction::Allow, SeccompAction::KillProcess))?;
    let absent = SeccompAction::Errno(libc::ENOSYS.unsigned_abs());
    let allowed = allowed().and_then(|rules| program(rules, absent, SeccompAction::Allow))?;
    apply_filter(&deadly).and_then(|()| apply_filter(&allowed)).map_err(told)
}

/// Takes those away that only the start needs, from all threads.
pub(super) fn keep_fewer_calls() -> Result<(), String> {
    let deadly = program(unconditional(DEADLY_WHEN_LOCKED), SeccompAction::Allow, SeccompAction::KillProcess)?;
    apply_filter_all_threads(&deadly).map_err(told)
}

fn program(rules: Rules, others: SeccompAction, listed: SeccompAction) -> Result<BpfProgram, String> {
    let here = std::env::consts::ARCH.try_into().map_err(told)?;
    SeccompFilter::new(rules, others, listed, here).and_then(TryInto::try_into).map_err(told)
}

fn unconditional(calls: &[c_long]) -> Rules {
    calls.iter().map(|call| (number(*call), Vec::new())).collect()
}

fn deadly() -> Result<Rules, String> {
    let mut rules = unconditional(DEADLY);
    rules.extend(unconditional(DEADLY_HERE));
    // C libraries look into files of the system now and then, and do without. Nobody writes one by mistake.
    rules.insert(number(libc::SYS_openat), writing(2)?);
    #[cfg(target_arch = "x86_64")]
    rules.insert(number(libc::SYS_open), writing(1)?);
    // A thread is a clone with these flags; without them it is a process.
    let thread = (libc::CLONE_THREAD | libc::CLONE_VM).unsigned_abs().into();
    rules.insert(
        number(libc::SYS_clone),
        vec![
            rule(0, SeccompCmpOp::MaskedEq(thread), 0)?,
            rule(0, SeccompCmpOp::MaskedEq(thread), libc::CLONE_VM.unsigned_abs().into())?,
            rule(0, SeccompCmpOp::MaskedEq(thread), libc::CLONE_THREAD.unsigned_abs().into())?,
        ],
    );
    Ok(rules)
}

fn allowed() -> Result<Rules, String> {
    let mut rules = unconditional(ALLOWED);
    rules.extend(unconditional(ALLOWED_HERE));
    // What `deadly` leaves of it are threads. The newer `clone3` hides its flags, and C libraries do without it.
    rules.insert(number(libc::SYS_clone), Vec::new());
    // Memory that two processes share is not counted as data.
    let private = libc::MAP_PRIVATE.unsigned_abs().into();
    rules.insert(number(libc::SYS_mmap), vec![rule(3, SeccompCmpOp::MaskedEq(MAP_TYPE), private)?]);
    // Its own limits, and signals to itself: what `abort` does.
    rules.insert(number(libc::SYS_prlimit64), vec![rule(0, SeccompCmpOp::Eq, 0)?]);
    rules.insert(number(libc::SYS_tgkill), vec![rule(0, SeccompCmpOp::Eq, std::process::id().into())?]);
    let names = [libc::PR_SET_NAME, libc::PR_SET_NO_NEW_PRIVS, libc::PR_SET_VMA];
    let names = names.map(|name| rule(0, SeccompCmpOp::Eq, name.unsigned_abs().into()));
    rules.insert(number(libc::SYS_prctl), names.into_iter().collect::<Result<_, _>>()?);
    Ok(rules)
}

/// The flags of an open that is not for reading alone.
fn writing(argument: u8) -> Result<Vec<SeccompRule>, String> {
    let flags = [(libc::O_ACCMODE, libc::O_WRONLY), (libc::O_ACCMODE, libc::O_RDWR), (libc::O_CREAT, libc::O_CREAT)];
    let rules = flags.map(|(mask, value)| {
        rule(argument, SeccompCmpOp::MaskedEq(mask.unsigned_abs().into()), value.unsigned_abs().into())
    });
    rules.into_iter().collect()
}

/// One condition on one argument.
fn rule(argument: u8, operator: SeccompCmpOp, value: u64) -> Result<SeccompRule, String> {
    let condition = SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operator, value).map_err(told)?;
    SeccompRule::new(vec![condition]).map_err(told)
}

#[cfg_attr(target_pointer_width = "64", expect(clippy::useless_conversion, reason = "a `long` has 32 bits elsewhere"))]
fn number(call: c_long) -> i64 {
    i64::from(call)
}

fn told(error: impl std::fmt::Display) -> String {
    format!("the list of system calls cannot be set: {error}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_call_is_both_allowed_and_deadly() {
        let deadly = deadly().expect("the rules hold together");
        let both: Vec<i64> = allowed().expect("they do").into_keys().filter(|call| deadly.contains_key(call)).collect();
        assert_eq!(both, [number(libc::SYS_clone)], "of which one is the condition of the other");
    }

    #[test]
    fn the_lists_become_programs() {
        program(allowed().expect("the rules hold together"), SeccompAction::Allow, SeccompAction::Trap)
            .expect("they are short enough");
    }
}
