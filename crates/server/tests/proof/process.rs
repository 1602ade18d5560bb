//! A process of the product, and what may befall it.

use std::{
    process::{Child, Command, ExitStatus},
    thread::sleep,
    time::Duration,
};

/// A process that ends with the test.
pub(crate) struct Process(Child);

impl Process {
    pub(crate) fn new(child: Child) -> Self {
        Self(child)
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Tells it to stop, and waits for its end.
    pub(crate) fn stop(mut self) -> ExitStatus {
        self.tell();
        self.0.wait().unwrap()
    }

    /// Tells it to stop, again and again, until it has ended.
    pub(crate) fn insist(mut self) -> ExitStatus {
        loop {
            self.tell();
            if let Some(ended) = self.ended() {
                return ended;
            }
            sleep(Duration::from_millis(50));
        }
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.0.try_wait().unwrap()
    }

    fn tell(&self) {
        signal("TERM", self.0.id());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // One that a test ended is gone already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Sends a signal to a process that runs.
pub(crate) fn signal(name: &str, pid: u32) {
    let told = Command::new("kill").arg(format!("-{name}")).arg(pid.to_string()).status().unwrap();
    assert!(told.success(), "process {pid} is not there any more");
}
