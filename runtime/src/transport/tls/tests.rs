mod authority;
mod handshake;
mod hostile;
mod identity;
mod setup;
