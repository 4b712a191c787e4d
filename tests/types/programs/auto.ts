// The global that the script tag's file defines.
import "intercom-messenger-loader/auto";

export async function open(): Promise<void> {
  await window.IntercomMessenger?.boot({ appId: "abc12345" });
  await window.IntercomMessenger?.show();
}

// @ts-expect-error: it may not have run yet
window.IntercomMessenger.show();
