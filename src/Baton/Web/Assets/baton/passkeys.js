// Passkeys.
'use strict';
(() => {
  const { $, say } = baton;
  // Passkeys: their forms are shown where the browser knows them. The server asks, the device answers, the form takes the answer there.
  const askDevice = async form => {
    const answer = await fetch(form.dataset.options, { method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { Accept: 'application/json' } });
    const asked = await answer.json();
    if (!answer.ok) throw new Error(asked.detail);
    return form.dataset.passkey === 'create'
      ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
      : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
  };
  const why = error => say(({
    NotAllowedError: 'The passkey was not used: the device declined or took too long. Try again.',
    InvalidStateError: 'This device already has a passkey for you.',
    SecurityError: 'Passkeys need a host name in the address, such as baton.example.org or localhost, and https.',
    SyntaxError: 'This page has expired. Reload it.',
  })[error.name] ?? error.message);
  const offerPasskeys = () => {
    if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) return;
    $('[data-passkey-none]').forEach(text => { text.hidden = true; });
    $('form[data-passkey]').forEach(form => {
      form.hidden = false;
      form.addEventListener('submit', async event => {
        event.preventDefault();
        const said = form.querySelector('[role=alert]');
        said.textContent = '';
        try {
          form.elements.credential.value = JSON.stringify(await askDevice(form));
          form.submit();
        } catch (error) { said.textContent = why(error); }
      });
    });
  };
  offerPasskeys();
})();
