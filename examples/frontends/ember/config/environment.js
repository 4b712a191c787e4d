'use strict';

module.exports = function (environment) {
  return {
    modulePrefix: 'ember-messenger',
    environment,
    rootURL: '/',
    locationType: 'history',
    EmberENV: { EXTEND_PROTOTYPES: false },
    APP: {},

    // Your workspace, and its region: us, eu or au.
    intercom: {
      appId: process.env.INTERCOM_APP_ID ?? 'standin1',
      region: process.env.INTERCOM_REGION ?? 'us',
    },
  };
};
