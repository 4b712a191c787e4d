//! Route changes, told within Intercom's quota.

use super::NOON;
use super::bench::{Bench, endpoint, fresh, user, visitor};
use super::sent;
