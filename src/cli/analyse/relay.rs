//! A relay: one thread finds jobs, several do them, and what comes of them is handed on in the order of the jobs.
//!
//! Whoever finds jobs faster than they are done helps to do them: so no thread is idle as long as there is work,
//! and what waits is bounded.

use std::collections::VecDeque;
use std::io;
use std::panic;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;

/// How much may wait, by the weight that the jobs are given with. A job that is heavier waits alone.
const MOST: u64 = 4 << 20;
/// Jobs are taken together up to so many, and up to this weight.
const TOGETHER: usize = 64;
const TOGETHER_WEIGHT: u64 = 1 << 20;
/// How often a thread that has nothing to do lets others go first before it sleeps. To be woken costs the waker
/// more than to put a short session into words.
const GLANCES: usize = 128;

/// Has the jobs that `find` gives done by so many helpers and by the calling thread, and hands on what came of them.
///
/// `find` gives each job with its weight. What is left when something was handed on goes back to the thread that
/// gives: memory is best given back by the thread that took it.
pub fn run<Job: Send, Done: Send, Left: Send, Found>(
    helpers: usize,
    work: impl Fn(Job) -> Done + Sync,
    mut hand_on: impl FnMut(Done) -> Left + Send,
    find: impl FnOnce(&mut dyn FnMut(Job, u64)) -> Found,
) -> io::Result<Found> {
    if helpers == 0 {
        return Ok(find(&mut |job, _| drop(hand_on(work(job)))));
    }
    let relay = Relay {
        state: Mutex::default(),
        changes: AtomicUsize::new(0),
        changed: Condvar::new(),
        work,
        hand_on: Mutex::new(hand_on),
    };
    thread::scope(|scope| {
        let _fallen = Fallen(&relay);
        let mut threads = Vec::new();
        for number in 1..=helpers {
            let thread = thread::Builder::new().name(format!("tell {number}"));
            match thread.spawn_scoped(scope, || relay.help()) {
                Ok(thread) => threads.push(thread),
                Err(error) => {
                    relay.close();
                    return Err(error);
                }
            }
        }
        let found = find(&mut |job, weight| relay.give(job, weight));
        relay.close();
        relay.help();
        for thread in threads {
            thread.join().unwrap_or_else(|panicked| panic::resume_unwind(panicked));
        }
        Ok(found)
    })
}

struct Relay<Job, Done, Left, Work, HandOn> {
    state: Mutex<State<Job, Done, Left>>,
    /// Counts the changes of the state that somebody may wait for.
    changes: AtomicUsize,
    /// A job came, or something was handed on, or no job will come.
    changed: Condvar,
    work: Work,
    /// Locked by the one who hands on, and before `state`.
    hand_on: Mutex<HandOn>,
}

struct State<Job, Done, Left> {
    /// In the order of their jobs. Invariant: those that wait are behind all others.
    parcels: VecDeque<Parcel<Job, Done>>,
    /// How many parcels were handed on, and how many were taken, of all there were.
    handed_on: usize,
    taken: usize,
    /// The weight of all parcels.
    weight: u64,
    /// What goes back to the thread that gives.
    left: Vec<Left>,
    /// How many threads wait for a change.
    idle: usize,
    closed: bool,
}

/// Jobs that are done together.
struct Parcel<Job, Done> {
    weight: u64,
    contents: Contents<Job, Done>,
}

enum Contents<Job, Done> {
    Waiting(Vec<Job>),
    Taken,
    Done(Vec<Done>),
}

impl<Job, Done, Left> Default for State<Job, Done, Left> {
    fn default() -> Self {
        Self { parcels: VecDeque::new(), handed_on: 0, taken: 0, weight: 0, left: Vec::new(), idle: 0, closed: false }
    }
}

impl<Job, Done, Left> State<Job, Done, Left> {
    /// Adds a job to the last parcel that waits, or as another.
    fn add(&mut self, job: Job, weight: u64) {
        self.weight += weight;
        match self.parcels.back_mut() {
            Some(Parcel { weight: before, contents: Contents::Waiting(jobs) })
                if jobs.len() < TOGETHER && *before + weight <= TOGETHER_WEIGHT =>
            {
                *before += weight;
                jobs.push(job);
            }
            Some(_) | None => self.parcels.push_back(Parcel { weight, contents: Contents::Waiting(vec![job]) }),
        }
    }

    /// Takes the first jobs that wait, with the number of their parcel.
    fn take(&mut self) -> Option<(usize, Vec<Job>)> {
        let number = self.taken;
        let parcel = self.parcels.get_mut(number - self.handed_on)?;
        let Contents::Waiting(jobs) = std::mem::replace(&mut parcel.contents, Contents::Taken) else { return None };
        self.taken += 1;
        Some((number, jobs))
    }

    /// Takes the first parcel, if it is done.
    fn first_done(&mut self) -> Option<Vec<Done>> {
        let Contents::Done(_) = self.parcels.front()?.contents else { return None };
        let Parcel { weight, contents: Contents::Done(done) } = self.parcels.pop_front()? else { return None };
        self.weight -= weight;
        self.handed_on += 1;
        Some(done)
    }
}

impl<Job, Done, Left, Work: Fn(Job) -> Done, HandOn: FnMut(Done) -> Left> Relay<Job, Done, Left, Work, HandOn> {
    /// Gives a job. If too much waits, the caller helps first.
    fn give(&self, job: Job, weight: u64) {
        let mut state = self.lock();
        while !(state.closed || state.weight == 0 || state.weight + weight <= MOST) {
            state = match state.take() {
                Some((number, jobs)) => {
                    drop(state);
                    self.perform(number, jobs);
                    self.lock()
                }
                None => self.wait(state),
            };
        }
        state.add(job, weight);
        let left = std::mem::take(&mut state.left);
        self.tell(state);
        drop(left);
    }

    /// Does jobs until none will come.
    fn help(&self) {
        let _fallen = Fallen(self);
        let mut state = self.lock();
        loop {
            state = match state.take() {
                Some((number, jobs)) => {
                    drop(state);
                    self.perform(number, jobs);
                    self.lock()
                }
                None if state.closed => return,
                None => self.wait(state),
            };
        }
    }

    /// Does the jobs of a parcel, and hands on all that is to be handed on by now.
    fn perform(&self, number: usize, jobs: Vec<Job>) {
        let done = jobs.into_iter().map(&self.work).collect();
        let mut state = self.lock();
        let place = number - state.handed_on;
        state.parcels[place].contents = Contents::Done(done);
        drop(state);
        let mut hand_on = self.hand_on.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let mut state = self.lock();
            let Some(done) = state.first_done() else { return };
            self.tell(state);
            let left: Vec<Left> = done.into_iter().map(&mut *hand_on).collect();
            self.lock().left.extend(left);
        }
    }
}

impl<Job, Done, Left, Work, HandOn> Relay<Job, Done, Left, Work, HandOn> {
    fn lock(&self) -> MutexGuard<'_, State<Job, Done, Left>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&'a self, state: MutexGuard<'a, State<Job, Done, Left>>) -> MutexGuard<'a, State<Job, Done, Left>> {
        let seen = self.changes.load(Ordering::Relaxed);
        drop(state);
        for _ in 0..GLANCES {
            thread::yield_now();
            if self.changes.load(Ordering::Relaxed) != seen {
                return self.lock();
            }
        }
        let mut state = self.lock();
        // Changes are counted under the lock.
        if self.changes.load(Ordering::Relaxed) != seen {
            return state;
        }
        state.idle += 1;
        let mut state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        state.idle -= 1;
        state
    }

    /// Says that something changed, if anybody waits for it.
    fn tell(&self, state: MutexGuard<'_, State<Job, Done, Left>>) {
        let idle = state.idle;
        self.changes.fetch_add(1, Ordering::Relaxed);
        drop(state);
        if 0 < idle {
            self.changed.notify_all();
        }
    }

    /// No more jobs will come.
    fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        self.tell(state);
    }
}

/// Nobody waits for a thread that ended in a panic.
struct Fallen<'a, Job, Done, Left, Work, HandOn>(&'a Relay<Job, Done, Left, Work, HandOn>);

impl<Job, Done, Left, Work, HandOn> Drop for Fallen<'_, Job, Done, Left, Work, HandOn> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.close();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::panic::AssertUnwindSafe;

    use super::*;

    /// Takes longer for some jobs than for others.
    fn slowly(job: u64) -> u64 {
        (0..job % 7 * 1000).fold(job, |sum, number| std::hint::black_box(sum ^ number ^ number))
    }

    #[test]
    fn what_is_done_is_handed_on_in_the_order_of_the_jobs() {
        for helpers in 0..=3 {
            for weight in [0, 1, MOST / 4, 2 * MOST] {
                let mut heard = Vec::new();
                let found = run(
                    helpers,
                    slowly,
                    |done| heard.push(done),
                    |give| {
                        (0..500).for_each(|job| give(job, weight));
                        "found"
                    },
                );
                assert_eq!(found.expect("threads"), "found");
                assert_eq!(heard, (0..500).collect::<Vec<_>>(), "{helpers} helpers, weight {weight}");
            }
        }
    }

    #[test]
    fn no_more_waits_than_may() {
        let (given, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = |_| {
            most.fetch_max(given.load(Ordering::Relaxed), Ordering::Relaxed);
        };
        let told = |()| {
            given.fetch_sub(1, Ordering::Relaxed);
        };
        let found = run(2, work, told, |give| {
            for job in 0..100 {
                given.fetch_add(1, Ordering::Relaxed);
                give(job, MOST / 4);
            }
        });
        assert!(found.is_ok());
        // Four that wait, one that is handed on, and one that is given.
        assert!(most.into_inner() <= 4 + 2, "at most four quarters");
    }

    #[test]
    fn a_panic_reaches_the_caller() {
        for helpers in 0..=2 {
            let work = |job: u64| assert!(job != 300, "the job cannot be done");
            let whole =
                AssertUnwindSafe(|| run(helpers, work, |()| (), |give| (0..10_000).for_each(|job| give(job, 1))));
            assert!(panic::catch_unwind(whole).is_err());
        }
    }
}
