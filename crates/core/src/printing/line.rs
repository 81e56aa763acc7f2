//! The line to a printer: opened before anything is recorded as printed, then written to
//! once. A printer that takes no more is given up on, and by name.

use std::time::Duration;

use simpul_kernel::Result;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::error::PrintingError;
use super::rules::host_and_port;
use super::types::{PrinterKind, PrinterPaper, PrinterView};
use super::{device, system};

/// How long a printer is waited for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// Until it answers.
    pub(super) connect: Duration,
    /// Until it takes the next byte.
    pub(super) stall: Duration,
    /// Until it hangs up after the last byte; one that does not has all of it.
    pub(super) farewell: Duration,
}

impl Patience {
    /// Somebody stands before the counter; a printer on a network answers in
    /// milliseconds, and one without paper takes a few kilobytes and then no more.
    pub(super) const COUNTER: Self =
        Self { connect: Duration::from_secs(3), stall: Duration::from_secs(8), farewell: Duration::from_millis(700) };
}

/// What went wrong, before it has the printer's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    Unreachable,
    Refused,
    Busy,
    BrokeOff,
    NotADevice,
    QueueNotRaw,
    Queue(String),
}

impl Trouble {
    fn of(self, printer: &str) -> PrintingError {
        let printer = printer.to_owned();
        match self {
            Self::Unreachable => PrintingError::Unreachable { printer },
            Self::Refused => PrintingError::Refused { printer },
            Self::Busy => PrintingError::Busy { printer },
            Self::BrokeOff => PrintingError::BrokeOff { printer },
            Self::NotADevice => PrintingError::NotADevice { printer },
            Self::QueueNotRaw => PrintingError::QueueNotRaw { printer },
            Self::Queue(said) => PrintingError::QueueFailed { printer, said },
        }
    }
}

/// A printer that answered.
#[derive(Debug)]
pub struct Line {
    name: String,
    to: To,
    patience: Patience,
}

#[derive(Debug)]
enum To {
    Network(TcpStream),
    Device(std::fs::File),
    Queue { queue: String, is_raw: bool },
}

impl Line {
    /// Reaches a printer, without sending anything.
    ///
    /// # Errors
    /// `printer_unreachable`, `printer_refused`, `printer_busy`, `printer_not_a_device`, `printer_queue_not_raw`.
    pub async fn open(printer: &PrinterView) -> Result<Self> {
        let patience = Patience::COUNTER;
        let to = match printer.kind {
            PrinterKind::Network => connect(&printer.target, patience).await.map(To::Network),
            PrinterKind::File => device::open(printer.target.clone(), patience).await.map(To::Device),
            PrinterKind::System => {
                let is_raw = printer.paper != PrinterPaper::Sheet;
                system::check(is_raw).map(|()| To::Queue { queue: printer.target.clone(), is_raw })
            }
        };
        let to = to.map_err(|trouble| trouble.of(&printer.name))?;
        Ok(Self { name: printer.name.clone(), to, patience })
    }

    /// Hands everything over.
    ///
    /// # Errors
    /// `printer_busy`, `printer_broke_off`, `printer_queue_failed`.
    pub async fn send(self, bytes: Vec<u8>) -> Result<()> {
        let done = match self.to {
            To::Network(stream) => hand_over(stream, &bytes, self.patience).await,
            To::Device(device) => device::write(device, bytes, self.patience).await,
            To::Queue { queue, is_raw } => system::print(&queue, is_raw, bytes).await,
        };
        done.map_err(|trouble| trouble.of(&self.name).into())
    }
}

async fn connect(target: &str, patience: Patience) -> std::result::Result<TcpStream, Trouble> {
    let address = host_and_port(target).ok_or(Trouble::Unreachable)?;
    match timeout(patience.connect, TcpStream::connect(address)).await {
        Ok(Ok(stream)) => {
            // A slip is a few packets; waiting for a full one would only cost time.
            let _ = stream.set_nodelay(true);
            Ok(stream)
        }
        Ok(Err(error)) if error.kind() == std::io::ErrorKind::ConnectionRefused => Err(Trouble::Refused),
        Ok(Err(_)) | Err(_) => Err(Trouble::Unreachable),
    }
}

async fn hand_over(mut stream: TcpStream, bytes: &[u8], patience: Patience) -> std::result::Result<(), Trouble> {
    let mut rest = bytes;
    while !rest.is_empty() {
        match timeout(patience.stall, stream.write(rest)).await {
            Err(_) => return Err(Trouble::Busy),
            Ok(Err(_) | Ok(0)) => return Err(Trouble::BrokeOff),
            Ok(Ok(taken)) => rest = rest.get(taken..).unwrap_or_default(),
        }
    }
    stream.shutdown().await.map_err(|_| Trouble::BrokeOff)?;
    // A printer that threw bytes away says so now; what else it says is of no use.
    let farewell = async {
        let mut said = [0u8; 64];
        while stream.read(&mut said).await? > 0 {}
        std::io::Result::Ok(())
    };
    match timeout(patience.farewell, farewell).await {
        Ok(Err(_)) => Err(Trouble::BrokeOff),
        Ok(Ok(())) | Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    const QUICK: Patience = Patience {
        connect: Duration::from_millis(400),
        stall: Duration::from_millis(300),
        farewell: Duration::from_millis(300),
    };

    async fn listener() -> (TcpListener, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        (listener, address)
    }

    #[tokio::test]
    async fn a_printer_that_reads_has_every_byte() {
        let (listener, address) = listener().await;
        let printer = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut got = Vec::new();
            stream.read_to_end(&mut got).await.unwrap();
            got
        });
        let job: Vec<u8> = (0..200_000u32).map(|n| n as u8).collect();
        let stream = connect(&address, QUICK).await.unwrap();
        assert_eq!(hand_over(stream, &job, QUICK).await, Ok(()));
        assert_eq!(printer.await.unwrap(), job);
    }

    #[tokio::test]
    async fn a_printer_that_never_hangs_up_has_it_too() {
        let (listener, address) = listener().await;
        let printer = tokio::spawn(async move { listener.accept().await.unwrap() });
        let stream = connect(&address, QUICK).await.unwrap();
        assert_eq!(hand_over(stream, b"slip", QUICK).await, Ok(()));
        let (mut stream, _) = printer.await.unwrap();
        let mut got = Vec::new();
        stream.read_to_end(&mut got).await.unwrap();
        assert_eq!(got, b"slip");
    }

    #[tokio::test]
    async fn a_printer_that_stops_reading_is_busy() {
        let (listener, address) = listener().await;
        let printer = tokio::spawn(async move { listener.accept().await.unwrap() });
        let stream = connect(&address, QUICK).await.unwrap();
        let held = printer.await.unwrap();
        // More than the buffers of both ends hold.
        assert_eq!(hand_over(stream, &vec![0; 64 << 20], QUICK).await, Err(Trouble::Busy));
        drop(held);
    }

    #[tokio::test]
    async fn a_printer_that_drops_the_line_half_way_broke_off() {
        for length in [4_000, 8 << 20] {
            let (listener, address) = listener().await;
            let printer = tokio::spawn(async move {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut first = [0u8; 100];
                stream.read_exact(&mut first).await.unwrap();
            });
            let stream = connect(&address, QUICK).await.unwrap();
            let wait = Patience { farewell: Duration::from_secs(5), stall: Duration::from_secs(5), ..QUICK };
            assert_eq!(hand_over(stream, &vec![0; length], wait).await, Err(Trouble::BrokeOff), "{length}");
            printer.await.unwrap();
        }
    }

    #[tokio::test]
    async fn a_printer_that_is_off_refuses() {
        let (listener, address) = listener().await;
        drop(listener);
        assert_eq!(connect(&address, QUICK).await.err(), Some(Trouble::Refused));
    }
}
