// The declared types of the destination.
import type { BootOptions } from "../types.js";

/** An event of Segment's, as a mapping's function gets it. */
export interface SegmentEvent {
  readonly type: string;
  readonly userId?: string | null | undefined;
  readonly anonymousId?: string | null | undefined;
  readonly groupId?: string | null | undefined;
  readonly event?: string | undefined;
  readonly traits?: { readonly [name: string]: any } | undefined;
  readonly properties?: { readonly [name: string]: any } | undefined;
  readonly context?: { readonly [name: string]: any } | undefined;
  readonly integrations?: { readonly [name: string]: any } | undefined;
}

/** Where something is in an event (`traits.plan`; `$.traits.plan` as Segment writes it is the same), or how it is made. */
export type Place = string | { readonly "@path": string } | ((event: SegmentEvent) => unknown);

/** A place, several of which the first counts that holds something, or nothing, for what is not to be sent. */
export type Source = Place | readonly Place[] | null | undefined;

/** A company's fields. */
export interface CompanyMapping {
  company_id?: Source;
  name?: Source;
  created_at?: Source;
  plan?: Source;
  size?: Source;
  website?: Source;
  industry?: Source;
  monthly_spend?: Source;
  /** An object of further fields. */
  company_custom_traits?: Source;
}

/** Where the fields of `identify` and `page` are; of those that are left out, where Segment's own destination looks. */
export interface UserMapping {
  user_id?: Source;
  name?: Source;
  phone?: Source;
  email?: Source;
  created_at?: Source;
  avatar_image_url?: Source;
  user_hash?: Source;
  intercom_user_jwt?: Source;
  hide_default_launcher?: Source;
  unsubscribed_from_emails?: Source;
  language_override?: Source;
  /** An object of further attributes. */
  custom_traits?: Source;
  /** An object of further fields of the company. */
  company_custom_traits?: Source;
  /** Where the company's object is, or where single fields of it are. */
  company?: Source | CompanyMapping;
  /** Where the list is, or that and where the fields are in each. */
  companies?: Source | { readonly "@arrayPath": readonly [Source, CompanyMapping?] };
}

/** The same for `group`. */
export interface GroupMapping extends CompanyMapping {
  hide_default_launcher?: Source;
}

/** The same for `track`. */
export interface TrackMapping {
  event?: Source;
  event_metadata?: Source;
  revenue?: Source;
  currency?: Source;
}

/** `boot`'s options, and those of Segment's own destination. `routes` is `"manual"` unless you say otherwise. */
export type IntercomDestinationOptions = BootOptions & {
  /** What opens the Messenger, as a CSS selector; `#IntercomDefaultWidget`, Intercom's own launcher, by default. */
  activator?: string | undefined;
  /** Properties of `track` that are objects and sent as they are, as Intercom's rich links. */
  richLinkProperties?: readonly string[] | undefined;
  /** Where the fields are in your events, by the names that Segment gives its actions. */
  mapping?:
    | {
        readonly identifyUser?: UserMapping | undefined;
        readonly identifyCompany?: GroupMapping | undefined;
        readonly trackEvent?: TrackMapping | undefined;
      }
    | undefined;
};

/** A plugin for `@segment/analytics-next`. */
export interface IntercomDestination {
  readonly name: "Intercom";
  readonly type: "destination";
  readonly version: string;
  /** Whether there is a session. */
  isLoaded(): boolean;
  /** Begins a session; resolves at once. */
  load(context: unknown, analytics: object): Promise<void>;
  /** Ends it. */
  unload(): Promise<void>;
  identify<C>(context: C): C;
  page<C>(context: C): C;
  group<C>(context: C): C;
  track<C>(context: C): C;
}
