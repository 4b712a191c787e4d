import Component from '@glimmer/component';
import { service } from '@ember/service';
import { LinkTo } from '@ember/routing';
import { on } from '@ember/modifier';
import { fn } from '@ember/helper';

export default class extends Component {
  @service messenger;

  sign = (user) => this.messenger.sign(user);

  <template>
    <p>The Messenger is for: <output id="who">{{this.messenger.who}}</output></p>
    <button type="button" id="sign-in-ada" {{on "click" (fn this.sign "ada")}}>Sign in as Ada</button>
    <button type="button" id="sign-in-grace" {{on "click" (fn this.sign "grace")}}>Sign in as Grace</button>
    <button type="button" id="sign-out" {{on "click" (fn this.sign null)}}>Sign out</button>
    <nav>
      <LinkTo id="to-home" @route="index">Home</LinkTo>
      <LinkTo id="to-orders" @route="orders">Orders</LinkTo>
    </nav>
    <main id="route">{{outlet}}</main>
  </template>
}
