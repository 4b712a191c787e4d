//! Loads the Intercom Messenger on a web page with secure identity.
