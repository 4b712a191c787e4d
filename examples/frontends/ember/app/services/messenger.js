import Service, { service } from '@ember/service';
import { tracked } from '@glimmer/tracking';
import { boot, routeUpdate, shutdown } from 'intercom-messenger-loader';
import config from '../config/environment';

/** The Messenger of this application, and whose it is. */
export default class MessengerService extends Service {
  @service router;
  @tracked who = '…';

  constructor() {
    super(...arguments);
    // Ember's router tells of routes. Without `routes: 'manual'` the loader follows the page's address by itself.
    this.router.on('routeDidChange', () => routeUpdate().catch(() => {}));
    this.start();
  }

  /** Boots as whoever is signed in. */
  async start() {
    try {
      const session = await boot({ ...config.intercom, jwtUrl: '/api/messenger-token', routes: 'manual' });
      this.who = session.kind === 'user' ? session.userId : 'visitor';
    } catch (error) {
      this.who = String(error);
    }
  }

  /** Signs in as `user`, in the place of whoever is, or out. The Messenger's session ends before the server's does. */
  async sign(user) {
    this.who = '…';
    await shutdown();
    const response = await fetch(user ? '/login' : '/logout', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(user ? { user } : {}),
    });
    if (!response.ok) {
      this.who = `${response.url} answered ${response.status}`;
      return;
    }
    await this.start();
  }
}
