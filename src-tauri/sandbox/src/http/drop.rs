//! A listener whose connections can be cut from outside, without an answer: what a client sees when
//! the network goes away in the middle.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

#[derive(Debug)]
pub(crate) struct Cuttable {
    inner: TcpStream,
    cut: Cut,
}

/// Cuts one connection: nothing is written to it any more.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cut(Arc<AtomicUsize>);

/// Nothing is to be cut.
const WHOLE: usize = 0;
/// Nothing more is written.
const NOW: usize = 1;

impl Cut {
    pub(crate) fn now(&self) {
        self.0.store(NOW, Ordering::SeqCst);
    }

    /// Lets the answer's head and this many bytes of its body pass.
    pub(crate) fn after_body(&self, bytes: usize) {
        self.0
            .store(bytes.saturating_add(NOW + 1), Ordering::SeqCst);
    }

    fn order(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

pub(crate) struct CuttableListener(pub(crate) TcpListener);

impl Listener for CuttableListener {
    type Io = Cuttable;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (inner, address) = Listener::accept(&mut self.0).await;
        // Small answers must not wait for each other.
        let _ = inner.set_nodelay(true);
        (
            Cuttable {
                inner,
                cut: Cut::default(),
            },
            address,
        )
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, CuttableListener>> for Cut {
    fn connect_info(stream: IncomingStream<'_, CuttableListener>) -> Self {
        stream.io().cut.clone()
    }
}

impl AsyncRead for Cuttable {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, buf)
    }
}

impl AsyncWrite for Cuttable {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        let bytes = match self.cut.order() {
            WHOLE => return Pin::new(&mut self.inner).poll_write(cx, buf),
            NOW => {
                // Closed without a farewell: the other side sees a reset, not an end.
                let _ = self.inner.set_zero_linger();
                return Poll::Ready(Err(std::io::ErrorKind::ConnectionReset.into()));
            }
            bytes => bytes - NOW - 1,
        };
        // The head comes in one piece, with or without the body behind it.
        let head = buf.windows(4).position(|four| four == b"\r\n\r\n");
        let pass = head
            .map_or(0, |at| at + 4)
            .saturating_add(bytes)
            .min(buf.len());
        let written = std::task::ready!(Pin::new(&mut self.inner).poll_write(cx, &buf[..pass]))?;
        if head.is_none() || written > head.map_or(0, |at| at + 4) || bytes == 0 {
            self.cut.now();
        }
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
