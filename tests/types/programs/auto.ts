// What the script tag's file leaves on the page.
import "intercom-messenger-loader/auto";

export async function open(): Promise<void> {
  await window.IntercomMessenger?.boot({ appId: "abc12345" });
  await window.IntercomMessenger?.show();
}

// @ts-expect-error: it may not have run yet
window.IntercomMessenger.show();
