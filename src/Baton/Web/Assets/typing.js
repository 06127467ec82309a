// Nothing typed is lost: forms with a draft save themselves on the server, the others in this tab, and leaving asks while something is not saved.
'use strict';
(() => {
  const words = JSON.parse(document.body.dataset.words ?? '{}');
  const say = (english, value = '') => (words[english] ?? english).replace('{0}', value);
  const store = window.sessionStorage;
  const mine = `typed ${document.body.dataset.me} `;

  // Forms with a draft.
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const keep = form => {
    let [dirty, timer, saving, stopped, turn, renewed] = [false, 0, null, false, 0, false];
    // What the server holds is shown when somebody comes back, not what the browser remembers: it may be submitted since.
    form.autocomplete = 'off';
    // Names this page and what follows it in this tab: of its saves the later one wins, in whatever order they arrive.
    const tab = form.elements.namedItem('draft-tab').value || [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
    const status = () => form.querySelector('[data-saved]') ?? document.querySelector('[data-saved]');
    const tell = text => { const place = status(); if (place) place.textContent = text; };
    const input = name => form.elements.namedItem(name);
    // The answer to a form that was refused is no page to come back to: that is the form itself.
    if (document.querySelector('[data-focus]')) {
      const here = new URL(location.href);
      if (input('draft').value) here.searchParams.set('draft', input('draft').value);
      history.replaceState(history.state, '', here);
    }
    // A template that is written as text is known by its name.
    const nameIn = field => (field.name === 'text' ? /^(?:name|key): *["']?(.*?)["']? *$/m.exec(field.value)?.[1] : null) ?? field.value.trim();
    const titleOf = () => [form.dataset.autosave, ...[...form.querySelectorAll('input.input:not([type=hidden]), textarea.input')].map(nameIn).filter(Boolean).slice(0, 1)].join(': ').slice(0, 200);

    const banner = (text, ...buttons) => {
      document.querySelector('[data-typing]')?.remove();
      if (!text) return;
      const note = Object.assign(document.createElement('div'), { className: 'note warn' });
      note.dataset.typing = '';
      note.setAttribute('role', 'alert');
      note.append(Object.assign(document.createElement('div'), { textContent: text }), ...buttons.map(([label, act]) => {
        const button = Object.assign(document.createElement('button'), { type: 'button', className: 'btn small', textContent: say(label) });
        button.addEventListener('click', act);
        return button;
      }));
      form.before(note);
    };
    const later = (wait = 700) => { clearTimeout(timer); timer = setTimeout(save, wait); };
    const failed = text => { tell(say('Not saved yet')); banner(say(text), ['Try again', () => save()]); later(10000); };
    // A form that outlived its session has a token that is good no more: the page that is sent now has one that is.
    const renewToken = async () => {
      const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
      const token = answer.ok && !new URL(answer.url).pathname.startsWith('/sign-in') && (await baton.read(answer)).querySelector('form[data-autosave] [name=form]');
      if (token) input('form').value = token.value;
      return Boolean(token);
    };

    // What is under way when the page is left outlives it, as far as browsers let it.
    const outlives = body => body.toString().length < 30000;
    const send = async () => {
      input('draft-tab').value = tab;
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
      const address = new URL(location.href);
      address.searchParams.delete('draft');
      const query = new URLSearchParams({ for: address.pathname + address.search, title: titleOf() });
      turn = Math.max(turn + 1, Date.now());
      body.set('draft-turn', turn);
      dirty = false;
      tell(say('Saving…'));
      const answer = await fetch(`/drafts?${query}`, { method: 'POST', body, keepalive: outlives(body), headers: { Accept: 'application/json' } });
      if (answer.ok && !answer.redirected) {
        const { id, version } = await answer.json();
        input('draft').value = id;
        input('draft-seen').value = version;
        const here = new URL(location.href);
        here.searchParams.set('draft', id);
        history.replaceState(history.state, '', here);
        form.dispatchEvent(new Event('saved'));
        renewed = false;
        banner(null);
        tell(say('Saved {0}', time.format(new Date())));
        return;
      }
      dirty = true;
      if (answer.status === 409) {
        const { fault, detail } = await answer.json();
        stopped = true;
        tell('');
        if (fault === 'draft-changed')
          banner(say('This draft was changed in another tab. What you typed here is kept.'),
            ['Show the other version', () => { dirty = false; location.reload(); }],
            ['Keep what is here', () => { stopped = false; input('draft-seen').value = detail; save(); }]);
        else if (fault === 'too-many-drafts') { stopped = false; dirty = true; banner(detail, ['Try again', () => save()]); }
        else banner(say('This draft was submitted already.'));
        return;
      }
      if (answer.status === 413 || answer.status === 422) { failed('Not saved: this is too long. What you typed stays on this page.'); return; }
      if (answer.status === 404) { input('draft').value = ''; later(); return; }
      if (answer.status === 400 && !renewed && await renewToken()) { renewed = true; later(0); return; }
      renewed = false;
      failed(answer.redirected || answer.status === 400 || answer.status === 401 ? 'Not saved: you are signed out. Sign in in another tab, then go on here.' : 'Not saved: there is no connection. What you typed stays on this page.');
    };
    const save = async () => {
      clearTimeout(timer);
      if (!dirty || stopped) return;
      if (saving) { await saving; later(); return; }
      saving = send().catch(error => {
        if (!(error instanceof TypeError)) throw error;
        dirty = true;
        failed('Not saved: there is no connection. What you typed stays on this page.');
      });
      await saving;
      saving = null;
      if (dirty && !stopped && !document.querySelector('[data-typing]')) later();
    };

    form.addEventListener('input', () => { dirty = true; later(); });
    form.addEventListener('change', () => { dirty = true; later(); });
    // What was to be submitted with files and was not.
    form.addEventListener('unsent', () => { dirty = true; later(); });
    document.addEventListener('visibilitychange', () => { if (document.hidden) save(); });
    window.addEventListener('online', () => save());
    window.addEventListener('beforeunload', event => { save(); if (dirty || saving) event.preventDefault(); });
    // Nobody waits any more for the save before this one.
    window.addEventListener('pagehide', () => {
      if (dirty && !stopped) send().catch(error => { if (!(error instanceof TypeError)) throw error; dirty = true; });
    });
    // What is submitted is the whole form: a save that is under way ends first, so that both speak of the same draft.
    document.addEventListener('submit', async event => {
      if (event.target !== form) return;
      clearTimeout(timer);
      if (!saving) { if (event.submitter?.value !== 'preview') dirty = false; return; }
      event.preventDefault();
      event.stopImmediatePropagation();
      await saving;
      form.requestSubmit(event.submitter);
    }, true);
  };
  document.querySelectorAll('form[data-autosave]').forEach(keep);

  // All other forms: in this tab, for this person and this address, until they were submitted.
  const isKept = form => form.method === 'post' && !form.matches('[data-autosave], [data-look], [data-upload], [data-passkey]')
    && !form.querySelector('[type=password], [autocomplete=one-time-code]')
    && form.querySelector('textarea, input:is([type=text], :not([type]), [type=search], [type=email], [type=url])');
  // Of a form that was refused the page has another address, and is the same form.
  const keyOf = form => `${mine}${new URL(form.getAttribute('action') ?? '', location.href).pathname} ${form.id}`;
  const fields = form => [...form.elements].filter(field => field.name && field.matches('textarea, select, input:not([type=hidden], [type=file], [type=submit])'));
  const isCheck = field => field.type === 'checkbox' || field.type === 'radio';
  const nameOf = field => isCheck(field) ? `${field.name}=${field.value}` : field.name;
  const sent = key => `sent ${key}`;
  const keys = () => Object.keys(store);

  // What was submitted is done, unless this is the same form, with its faults.
  const settle = () => {
    if (location.pathname.startsWith('/sign-in')) return;
    for (const key of keys().filter(name => name.startsWith('sent '))) {
      const refused = document.querySelector('[data-focus]') && location.pathname === store.getItem(key);
      if (!refused) store.removeItem(key.slice('sent '.length));
      store.removeItem(key);
    }
  };
  const restore = form => {
    const kept = store.getItem(keyOf(form));
    if (!kept) return;
    const values = JSON.parse(kept);
    for (const field of fields(form)) {
      const value = values[nameOf(field)];
      if (value === undefined) continue;
      if (isCheck(field)) { if (field.checked === field.defaultChecked) field.checked = value; }
      else if (field.tagName === 'SELECT' || field.value === field.defaultValue) field.value = value;
    }
    if (fields(form).some(field => isCheck(field) ? field.checked !== field.defaultChecked : field.tagName !== 'SELECT' && field.value !== field.defaultValue)) {
      const note = Object.assign(document.createElement('p'), { className: 'sm muted', textContent: say('Not saved yet') });
      form.querySelector('[type=submit]:not(.vh)')?.before(note);
    }
    form.querySelectorAll('textarea').forEach(area => { const fold = area.value && area.closest('details'); if (fold) fold.open = true; });
  };
  settle();
  document.querySelector('form[data-carried]')?.requestSubmit();
  [...document.forms].filter(isKept).forEach(restore);
  document.addEventListener('input', event => {
    const form = event.target.form;
    if (!form || !isKept(form)) return;
    store.removeItem(sent(keyOf(form)));
    store.setItem(keyOf(form), JSON.stringify(Object.fromEntries(fields(form).map(field => [nameOf(field), isCheck(field) ? field.checked : field.value]))));
  });
  document.addEventListener('submit', event => {
    const form = event.target;
    if (form.getAttribute('action') === '/sign-out') { keys().filter(key => key.startsWith('typed ') || key.startsWith('sent ')).forEach(key => store.removeItem(key)); return; }
    if (isKept(form) && store.getItem(keyOf(form))) store.setItem(sent(keyOf(form)), new URL(form.getAttribute('action') ?? '', location.href).pathname);
  });
})();
