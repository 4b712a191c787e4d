//! A page with a fake Messenger, which follows the documented contract of the real one, and checks its callers.

use std::collections::{BTreeMap, BTreeSet};

use super::user_in;
use crate::core::attributes::Payload;
use crate::core::last_user::LastUser;
use crate::core::session::{Call, Page as Seen};

/// Owner of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Who {
    User(String),
    Visitor,
    /// A user booted by the page's own code.
    Foreign,
}

#[derive(Clone, Debug)]
enum Told {
    Boot { who: Who, app_id: String, exclusive: bool },
    Update { who: Who, exclusive: bool },
    Shutdown,
}

#[derive(Debug, Default)]
enum Intercom {
    #[default]
    Absent,
    /// Queues until the script runs.
    Stub(Vec<Told>),
    /// The widget, with the owner of its session.
    ActiveSession(Option<Who>),
}

/// States of a page when the loader starts on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    Bare,
    /// The classic snippet, with its script loading.
    Snippet,
    /// The same after a boot.
    SnippetBooted,
    ActiveSession,
    LiveBooted,
}

#[derive(Debug, Default)]
pub(super) struct FakePage {
    intercom: Intercom,
    /// Whether `window.intercomSettings` identifies a user.
    pub(super) identifying_settings: bool,
    /// Workspaces with cookies left by a session of the loader's, and the owner of the conversations that they open.
    cookies: BTreeMap<String, Who>,
    /// The same, of pages before this one.
    older_cookies: BTreeMap<String, Who>,
    /// Whether the current boot never asks who is signed in, and continues with the session that it finds.
    pub(super) never_asks: bool,
    /// Whether that boot may go over a visitor's session.
    pub(super) keeps_visitor: bool,
    /// Whether it will, and has not yet.
    pub(super) goes_over_visitor: bool,
    /// Workspaces whose note of the last user was lost, with no page to rewrite it.
    unprotected: BTreeSet<String>,
    /// The same for a workspace whose boot is queued: its note is lost before there are cookies.
    boot_unprotected: Option<String>,
}

impl FakePage {
    pub(super) fn new(start: Start, identifying_settings: bool) -> Self {
        let booted = Told::Boot { who: Who::Foreign, app_id: "foreign1".to_owned(), exclusive: false };
        let intercom = match start {
            Start::Bare => Intercom::Absent,
            Start::Snippet => Intercom::Stub(Vec::new()),
            Start::SnippetBooted => Intercom::Stub(vec![booted]),
            Start::ActiveSession => Intercom::ActiveSession(None),
            Start::LiveBooted => Intercom::ActiveSession(Some(Who::Foreign)),
        };
        Self { intercom, identifying_settings, ..Self::default() }
    }

    /// Loads the next page in the same browser: only cookies are left.
    pub(super) fn reload(&mut self) {
        let mut older_cookies = std::mem::take(&mut self.older_cookies);
        older_cookies.append(&mut self.cookies);
        let unprotected = std::mem::take(&mut self.unprotected);
        *self = Self { older_cookies, unprotected, ..Self::default() };
    }

    /// The page as the loader sees it, with a note of the last user.
    pub(super) fn look(&self, last_user: Option<LastUser>) -> Seen {
        let live = self.is_live();
        let url = "https://example.com/".to_owned();
        Seen {
            is_widget: live,
            has_session: live || self.boot_is_queued(),
            url,
            last_user,
            note_is_shared: last_user.is_some(),
        }
    }

    pub(super) const fn is_live(&self) -> bool {
        matches!(self.intercom, Intercom::ActiveSession(_))
    }

    /// Owner of the session that lives, or will once the script runs.
    pub(super) fn told(&self) -> Option<Who> {
        match &self.intercom {
            Intercom::Absent => None,
            Intercom::ActiveSession(session) => session.clone(),
            Intercom::Stub(queue) => queue.iter().rev().find_map(|told| match told {
                Told::Boot { who, .. } => Some(Some(who.clone())),
                Told::Shutdown => Some(None),
                Told::Update { .. } => None,
            })?,
        }
    }

    pub(super) fn boot_is_queued(&self) -> bool {
        let boot = |told: &Told| matches!(told, Told::Boot { .. });
        matches!(&self.intercom, Intercom::Stub(queue) if queue.iter().any(boot))
    }

    /// Whether nothing of any user is left.
    pub(super) fn is_clean(&self) -> bool {
        self.told().is_none() && !self.boot_is_queued() && self.has_nothing_of_ours()
    }

    /// Whether nothing of the loader's is left; the page's own code may have left something.
    pub(super) fn has_nothing_of_ours(&self) -> bool {
        matches!(self.told(), None | Some(Who::Foreign)) && self.cookies.is_empty()
    }

    /// Loses the notes of the last users, so that the next boot does not know them.
    pub(super) fn lose_notes(&mut self, queued: Option<String>) {
        self.unprotected.extend(self.cookies.keys().chain(self.older_cookies.keys()).cloned());
        self.boot_unprotected = queued.or_else(|| self.boot_unprotected.take());
    }

    /// Another tab boots in this workspace before this page sees its note; a boot that is queued here may run meanwhile.
    pub(super) fn overtake(&mut self, queued: Option<String>) {
        self.unprotected.extend(queued);
    }

    /// Another tab ends its session, or begins `user`'s: its cookies are the browser's.
    pub(super) fn another_tab(&mut self, app_id: &str, user: Option<&str>) {
        self.expire_cookies(Some(app_id));
        if let Some(user) = user {
            self.older_cookies.insert(app_id.to_owned(), Who::User(user.to_owned()));
        }
    }

    pub(super) fn put_stub(&mut self) {
        if let Intercom::Absent = self.intercom {
            self.intercom = Intercom::Stub(Vec::new());
        }
    }

    /// Removes a shutdown that no script has run.
    pub(super) fn withdraw_shutdown(&mut self) {
        if let Intercom::Stub(queue) = &mut self.intercom
            && let Some(at) = queue.iter().rposition(|told| matches!(told, Told::Shutdown))
        {
            queue.remove(at);
        }
    }

    pub(super) fn empty_queue(&mut self) {
        if let Intercom::Stub(queue) = &mut self.intercom {
            queue.clear();
        }
    }

    pub(super) fn expire_cookies(&mut self, app_id: Option<&str>) {
        for cookies in [&mut self.cookies, &mut self.older_cookies] {
            cookies.retain(|cookie, _| app_id.is_some_and(|app_id| app_id != cookie));
        }
    }

    /// `window.Intercom(…)`.
    pub(super) fn call(&mut self, call: &Call) {
        let told = match call {
            Call::Boot(payload) => {
                let exclusive = payload.is_exclusive();
                Told::Boot { who: who(payload), app_id: app_id(payload), exclusive }
            }
            Call::Update(payload) => Told::Update { who: who(payload), exclusive: payload.is_exclusive() },
            Call::Shutdown => Told::Shutdown,
            Call::Ready(_) | Call::Register(_) => return,
        };
        self.goes_over_visitor &= matches!(told, Told::Update { .. });
        match &mut self.intercom {
            Intercom::Absent => assert!(matches!(told, Told::Shutdown), "{told:?} reaches nobody"),
            Intercom::Stub(queue) => queue.push(told),
            Intercom::ActiveSession(_) => self.run(told),
        }
    }

    /// Runs the widget's script. Without a call in the queue it boots by itself; only the page's own code may want
    /// that.
    pub(super) fn run_script(&mut self, of_the_page: bool) {
        let queue = match std::mem::replace(&mut self.intercom, Intercom::ActiveSession(None)) {
            Intercom::ActiveSession(session) => return self.intercom = Intercom::ActiveSession(session),
            Intercom::Stub(queue) => queue,
            Intercom::Absent => Vec::new(),
        };
        if !queue.iter().any(|told| matches!(told, Told::Boot { .. } | Told::Shutdown)) {
            assert!(of_the_page, "the script ran before the boot call and booted by itself");
            self.intercom = Intercom::ActiveSession(Some(Who::Foreign));
        }
        queue.into_iter().for_each(|told| self.run(told));
    }

    fn run(&mut self, told: Told) {
        let Intercom::ActiveSession(session) = &mut self.intercom else { panic!("nobody runs {told:?}") };
        match told {
            Told::Shutdown => {
                if session.take().is_some_and(|who| who != Who::Foreign) {
                    self.cookies.clear();
                }
            }
            Told::Update { who, exclusive } => {
                self.identifying_settings &= !exclusive;
                assert!(!self.identifying_settings, "{who:?} is told what settings say of somebody else");
                assert_eq!(session.as_ref(), Some(&who), "an update of another's session")
            }
            Told::Boot { who: Who::Foreign, .. } => *session = Some(Who::Foreign),
            Told::Boot { who, app_id, exclusive } => {
                self.identifying_settings &= !exclusive;
                assert!(
                    !self.identifying_settings,
                    "{who:?} is booted under what settings say of somebody else"
                );
                assert!(
                    session
                        .as_ref()
                        .is_none_or(|old| *old == who || (*old == Who::Visitor && self.keeps_visitor)),
                    "{who:?} is booted into {session:?}'s session"
                );
                *session = Some(who.clone());
                let owner = self.older_cookies.remove(&app_id).or_else(|| self.cookies.remove(&app_id));
                // A visitor who signs in keeps the conversation; a user's stays inaccessible to others.
                let owner = owner.filter(|owner| *owner != Who::Visitor).unwrap_or_else(|| who.clone());
                let fine = owner == who || self.never_asks || self.unprotected.contains(&app_id);
                assert!(fine, "{who:?} is shown the conversations of {owner:?}");
                if self.boot_unprotected.take().as_ref() == Some(&app_id) {
                    self.unprotected.insert(app_id.clone());
                } else if !self.never_asks {
                    self.unprotected.remove(&app_id);
                }
                self.cookies.insert(app_id, if self.never_asks { owner } else { who });
            }
        }
    }
}

pub(super) fn who(payload: &Payload) -> Who {
    user_in(payload).map_or(Who::Visitor, Who::User)
}

fn app_id(payload: &Payload) -> String {
    super::sent(payload)["app_id"].as_str().unwrap().to_owned()
}
