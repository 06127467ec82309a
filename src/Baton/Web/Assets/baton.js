// Everything works without this; with it, faults get the focus, keys move through lists, and open pages hear of changes.
'use strict';
(() => {
  const $ = (selector, from = document) => [...from.querySelectorAll(selector)];
  // The server writes the words of another language into the page.
  const words = JSON.parse(document.body.dataset.words ?? '{}');
  const say = english => words[english] ?? english;
  const main = () => document.getElementById('main');

  const dress = () => {
    const fault = document.querySelector('[data-focus]');
    if (fault) fault.focus();
    $('[data-card]').forEach(card => { card.draggable = true; });
    $('.keys[hidden]').forEach(keys => { keys.hidden = false; });
    $('[data-copy]').forEach(button => { button.hidden = !navigator.clipboard; });
    $('[data-default="zone"]').forEach(zone => { if (!zone.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? ''; });
    // What these wait for happens by itself.
    $('form[data-upload]').forEach(form => { form.elements.file.multiple = true; form.elements.file.required = false; form.querySelector('button').hidden = true; });
    $('.filters:not(:has([type=search], [type=text], input:not([type]))) button').forEach(button => { button.hidden = true; });
    $('[data-submit] ~ button').forEach(button => { button.hidden = true; });
  };

  // The exact time in the zone and the format of this browser, in the language of the page: made for what is pointed at.
  let exact;
  const exactly = () => {
    const language = document.documentElement.lang;
    const locale = navigator.languages.find(name => name.split('-')[0] === language.split('-')[0]) ?? language;
    return exact ??= new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });
  };
  document.addEventListener('pointerover', event => {
    const time = event.target.closest?.('time[title]');
    if (time?.dateTime.includes('T')) time.title = exactly().format(new Date(time.dateTime));
  });

  // A key follows the name as it is typed, until somebody changes it by hand. What has other letters the server spells.
  const keyOf = name => {
    const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    return /[^\x00-\x7f]/.test(plain) ? '' : plain.replace(/[^a-z0-9_-]+/g, '_').replace(/^[_-]+|[_-]+$/g, '').replace(/^(?=[0-9])/, 'x_').slice(0, 64);
  };
  document.addEventListener('input', event => {
    const key = event.target.form?.querySelector(`[data-key-of="${event.target.name}"]`);
    if (key && key.value === (key.dataset.made ?? '')) key.value = key.dataset.made = keyOf(event.target.value);
  });
  document.addEventListener('click', async event => {
    const button = event.target.closest?.('[data-copy]');
    if (!button) return;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.lastChild.textContent = ` ${say('Copied')}`;
  });

  // Keys: never while somebody writes, and not where the account says so.
  const el = (name, values = {}, ...children) => { const made = Object.assign(document.createElement(name), values); made.append(...children); return made; };
  const isShown = part => part.checkVisibility();
  const go = path => () => { location.href = path; };
  const move = step => {
    const lines = $('[data-keys] a.what');
    if (lines.length === 0) return;
    const at = lines.indexOf(document.activeElement);
    lines[Math.min(Math.max(at + step, 0), lines.length - 1)].focus();
  };
  const press = (...selectors) => () => {
    const row = document.activeElement?.closest('[data-keys] > li');
    const found = selectors.flatMap(selector => $(selector, row ?? document)).find(isShown);
    if (found?.matches('textarea')) { found.focus(); found.scrollIntoView({ block: 'center' }); } else found?.click();
  };
  const keys = [
    ['j', 'next row', () => move(1)], ['k', 'previous row', () => move(-1)], ['Enter', 'open it'],
    ['a', 'accept', press('form[action$="/accept"] button', 'a[href="#accept"]')], ['r', 'return', press('a[href$="/return"]')],
    ['e', 'edit', press('a[href$="/edit"]')], ['c', 'comment or ask', press('#say')], ['h', 'hand over', go('/hand-over')],
    ['g m', 'go to My work', go('/')], ['g h', 'go to Handoffs', go('/handoffs')], ['/', 'find a handoff', () => document.querySelector('.top [type=search]')?.focus()],
    ['Ctrl K', 'find or do anything'], ['?', 'show these shortcuts', () => help()], ['Esc', 'close'],
  ];
  const help = () => {
    let dialog = document.getElementById('keys');
    if (!dialog) {
      dialog = el('dialog', { id: 'keys', ariaLabel: say('Keyboard shortcuts') }, el('h2', { textContent: say('Keyboard shortcuts') }),
        el('dl', {}, ...keys.flatMap(([key, what]) => [el('dt', {}, ...key.split(' ').flatMap(part => [el('kbd', { textContent: part }), ' '])), el('dd', { textContent: say(what) })])));
      document.body.append(dialog);
    }
    if (dialog.open) dialog.close(); else dialog.showModal();
  };
  let before = '';
  document.addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'k' && document.querySelector('.top .find')) { event.preventDefault(); openPalette(); return; }
    if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') { event.target.closest('form')?.querySelector('.btn.primary')?.click(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || document.body.dataset.shortcuts === 'off' || document.querySelector('dialog[open]:not(#keys)') || event.target.closest?.('input, textarea, select')) return;
    const act = (keys.find(([key]) => key === `${before} ${event.key}`) ?? keys.find(([key]) => key === event.key))?.[2];
    before = event.key === 'g' ? 'g' : '';
    if (act) { event.preventDefault(); act(); }
  });

  // Ctrl+K: where to go, what to do on this page, and handoffs by what is typed.
  const entries = () => [
    ...$('.top .nav a, .top .pop a.item, .top a.btn.primary').map(link => ({ words: link.textContent.trim(), why: say('Go to'), act: () => link.click() })),
    ...$('[data-part="commands"] :is(a, button):not(summary)').map(command => ({ words: command.textContent.trim(), why: say('Do'), act: () => command.click() })),
  ];
  const search = async words => {
    const answer = await fetch(`/handoffs?q=${encodeURIComponent(words)}`, { headers: { Accept: 'text/html' } });
    if (!answer.ok || answer.redirected) return [];
    return $('.rows a.what', await read(answer)).slice(0, 8).map(link => ({ words: link.textContent.trim(), why: link.nextElementSibling?.textContent.trim() ?? '', act: go(link.getAttribute('href')) }));
  };
  const openPalette = () => {
    const input = el('input', { className: 'input', type: 'text', placeholder: say('Find or do…'), ariaLabel: say('Find or do…'), autocomplete: 'off' });
    const list = el('ul', { id: 'palette-list', role: 'listbox', ariaLabel: say('Find or do…') });
    for (const [name, value] of [['role', 'combobox'], ['aria-expanded', 'true'], ['aria-controls', 'palette-list'], ['aria-autocomplete', 'list']]) input.setAttribute(name, value);
    const dialog = el('dialog', { className: 'palette', ariaLabel: say('Find or do…') }, input, list);
    const all = entries().filter((entry, i, every) => entry.words && every.findIndex(other => other.words === entry.words) === i);
    let [shown, at, asked, timer] = [[], 0, 0, 0];
    const mark = () => { $('li', list).forEach((item, i) => item.setAttribute('aria-selected', String(i === at))); input.setAttribute('aria-activedescendant', shown.length ? `palette-${at}` : ''); list.children[at]?.scrollIntoView({ block: 'nearest' }); };
    const show = items => {
      [shown, at] = [items, 0];
      list.replaceChildren(...items.map((entry, i) => {
        const item = el('li', { id: `palette-${i}`, className: 'item', role: 'option' }, el('span', { textContent: entry.words }), el('span', { className: 'count cut', textContent: entry.why }));
        item.addEventListener('click', () => { dialog.close(); entry.act(); });
        return item;
      }));
      mark();
    };
    const match = () => { const words = input.value.trim().toLowerCase(); return all.filter(entry => entry.words.toLowerCase().includes(words)).slice(0, words ? 6 : 12); };
    input.addEventListener('input', () => {
      show(match());
      clearTimeout(timer);
      const words = input.value.trim();
      if (words.length < 2) return;
      timer = setTimeout(async () => { const mine = ++asked; const found = await search(words); if (mine === asked && dialog.open) show([...match(), ...found]); }, 200);
    });
    input.addEventListener('keydown', event => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && shown.length) { event.preventDefault(); at = (at + step + shown.length) % shown.length; mark(); }
      if (event.key === 'Enter') { event.preventDefault(); const entry = shown[at]; dialog.close(); if (entry) entry.act(); else if (input.value.trim()) go(`/handoffs?q=${encodeURIComponent(input.value.trim())}`)(); }
    });
    dialog.addEventListener('close', () => dialog.remove());
    dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
    show(match());
    dialog.showModal();
  };
  document.addEventListener('click', event => { if (event.target.closest('[data-palette]')) { event.preventDefault(); openPalette(); } });

  // Files of what is not handed over yet wait here; they are sent as soon as there is a draft to hold them.
  const draftOf = async form => {
    const known = /^(\/handoffs\/\d+)\/edit$/.exec(new URL(form.action).pathname)?.[1];
    if (known) return known;
    const body = new URLSearchParams(new FormData(form));
    body.set('do', 'keep');
    const answer = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'text/html' } });
    const path = new URL(answer.url).pathname;
    if (!answer.redirected || !path.startsWith('/handoffs/')) return null;
    form.action = `${path}/edit`;
    return path;
  };
  const pageOf = async path => read(await fetch(path, { headers: { Accept: 'text/html' } }));
  // What the server would refuse is not sent to it, and why is said at once.
  const takeFiles = (input, files, fault) => {
    const why = file => file.size === 0 ? input.dataset.empty : file.size > Number(input.dataset.largest) ? input.dataset.large : null;
    fault.textContent = files.filter(why).map(file => why(file).replace('{file}', () => file.name)).join(' ');
    return files.filter(file => !why(file));
  };
  const sendFiles = async (path, files) => {
    let page = await pageOf(path);
    while (files.length > 0) {
      const body = new FormData();
      body.append('form', page.querySelector('form[data-upload] [name=form]').value);
      body.append('file', files[0]);
      const answer = await fetch(`${path}/attachments`, { method: 'POST', body, headers: { Accept: 'text/html' } });
      page = await read(answer);
      if (!answer.ok) return page.querySelector('[role=alert] li')?.textContent.trim() ?? answer.statusText;
      files.shift();
    }
    return null;
  };
  const offerFiles = () => $('[data-files]').forEach(place => {
    const [form, input, list] = [place.closest('form'), place.querySelector('input'), place.querySelector('ul')];
    const fault = el('p', { className: 'fault-text', ariaLive: 'polite' });
    const files = [];
    form.enctype = 'application/x-www-form-urlencoded'; // Files go by themselves.
    place.hidden = false;
    place.append(fault);
    const show = () => list.replaceChildren(...files.map(file => {
      const close = el('button', { type: 'button', className: 'btn quiet small push', textContent: say('Remove'), ariaLabel: `${say('Remove')} ${file.name}` });
      close.addEventListener('click', () => { files.splice(files.indexOf(file), 1); show(); });
      return el('li', { className: 'file' }, el('span', { className: 'cut', textContent: file.name }), close);
    }));
    const add = more => { files.push(...takeFiles(input, more, fault)); show(); };
    input.addEventListener('change', () => { add([...input.files]); input.value = ''; });
    document.addEventListener('paste', event => { if (event.clipboardData?.files.length) { event.preventDefault(); add([...event.clipboardData.files]); } });
    form.addEventListener('submit', async event => {
      if (files.length === 0 || event.submitter?.value === 'preview') return;
      event.preventDefault();
      const does = event.submitter?.value ?? 'over';
      const path = await draftOf(form);
      fault.textContent = path ? await sendFiles(path, files) ?? '' : '';
      show();
      if (fault.textContent) { input.focus(); return; }
      if (path) form.elements.form.value = (await pageOf(`${path}/edit`)).querySelector('#hand-over [name=form]').value;
      form.append(el('input', { type: 'hidden', name: 'do', value: does }));
      form.submit();
    });
  });

  // What is not ticked is not sent, though it may still be written there.
  document.addEventListener('change', event => {
    if (event.target.matches('.finding > .check input')) $('.more :is(input, textarea)', event.target.closest('.finding')).forEach(field => { field.disabled = !event.target.checked; });
  });

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

  // What a form would make is shown a moment after the last key: the server writes the page, its parts take the place of those here.
  const offerPreviews = () => $('form[data-preview]').forEach(form => {
    let [timer, asked] = [0, 0];
    form.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const mine = ++asked;
        const body = new URLSearchParams(new FormData(form));
        body.set('do', 'preview');
        const answer = await fetch(location.href, { method: 'POST', body, headers: { Accept: 'text/html' } });
        if (mine !== asked || answer.redirected || answer.status >= 500) return;
        const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
        $('[data-part]').forEach(part => {
          const other = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
          // A text that is wrong in the middle of a word takes nothing away but says so.
          if (!other || part.contains(document.activeElement) || !(answer.ok || part.dataset.part === 'faults')) return;
          const open = part.open || $('details[data-keep][open]', part).length > 0;
          part.replaceChildren(...other.childNodes);
          if (open && part.matches('details')) part.open = true;
        });
      }, 500);
    });
  });

  // What the server writes anew takes the place of what is here, part by part: nothing moves, nothing that is being written is lost.
  const parts = from => new Map($('[data-part]', from).filter(part => !part.parentElement.closest('[data-part]')).map(part => [part.dataset.part, part]));
  const take = (fresh, sent, names = null) => {
    const held = document.activeElement?.id;
    const [old, now] = [parts(document), parts(fresh)];
    for (const [name, part] of old) {
      if (names && !names.includes(name)) continue;
      if (!part.contains(sent) && writing(part)) continue;
      const other = now.get(name);
      if (!other) { part.replaceChildren(); continue; }
      const open = $('details[data-keep][open]', part).map(fold => fold.dataset.keep);
      const copy = document.adoptNode(other);
      $('details[data-keep]', copy).forEach(fold => { fold.open = open.includes(fold.dataset.keep); });
      part.replaceWith(copy);
    }
    if (fresh.body.dataset.live) document.body.dataset.live = fresh.body.dataset.live;
    if (held && document.activeElement === document.body) document.getElementById(held)?.focus({ preventScroll: true });
    dress();
  };
  const read = async answer => new DOMParser().parseFromString(await answer.text(), 'text/html');
  const isHere = (answer, fresh) => new URL(answer.url).pathname !== '/sign-in' && answer.status < 500 && fresh.querySelector('[data-part]');
  document.addEventListener('submit', async event => {
    const form = event.target.closest('form[data-inplace]');
    if (!form || event.defaultPrevented) return;
    event.preventDefault();
    if (event.submitter?.hasAttribute('data-answers')) { lookFor(form); return; }
    // What is changed here is no news: the answer brings it.
    source?.close();
    source = null;
    const natively = () => { delete form.dataset.inplace; form.requestSubmit(event.submitter); };
    if (event.submitter?.getAttribute('role') === 'checkbox') event.submitter.setAttribute('aria-checked', event.submitter.value);
    try {
      const body = new URLSearchParams(new FormData(form, event.submitter));
      const target = event.submitter?.hasAttribute('formaction') ? event.submitter.formAction : form.action;
      const answer = await fetch(target, { method: 'POST', body, headers: { Accept: 'text/html' } });
      const fresh = await read(answer);
      if (!isHere(answer, fresh)) { natively(); return; }
      // What was refused stays as it was typed, with the reason above.
      take(fresh, form, answer.ok ? null : ['faults', 'holder', 'commands', 'checklist']);
      listen();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      natively();
    }
  });

  // While a question is typed, earlier answers show under it.
  let asking = 0;
  const lookFor = async form => {
    const here = form.parentElement.querySelector('[data-answers-here]');
    const mine = ++asking;
    if (form.elements.text.value.trim().length < 8) { here.replaceChildren(); return; }
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.querySelector('[data-answers]').formAction, { method: 'POST', body, headers: { Accept: 'text/html' } });
    const list = answer.ok && (await read(answer)).querySelector('[data-part="answers"] ol');
    if (mine === asking) here.replaceChildren(...(list ? [list] : []));
  };
  let pause;
  document.addEventListener('input', event => {
    const form = event.target.closest('form');
    if (!form?.querySelector('details[open] [data-answers]')) return;
    clearTimeout(pause);
    pause = setTimeout(() => lookFor(form), 400);
  });

  // Files go one after the other as soon as they are picked, dropped or pasted.
  const upload = async (form, files) => {
    const fault = form.querySelector('.fault-text') ?? form.appendChild(el('p', { className: 'fault-text', ariaLive: 'polite' }));
    for (const file of takeFiles(form.elements.file, files, fault)) {
      // The token of a form is for one file: the next one comes with the answer.
      form = document.querySelector('form[data-upload]') ?? form;
      const body = new FormData();
      $('input[type=hidden]', form).forEach(field => body.append(field.name, field.value));
      body.append('file', file);
      const answer = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'text/html' } });
      const fresh = await read(answer);
      if (!isHere(answer, fresh)) { location.reload(); return; }
      take(fresh, form, answer.ok ? null : ['faults']);
      if (!answer.ok) return;
    }
    listen();
  };
  document.addEventListener('change', event => {
    const form = event.target.closest('form[data-upload]');
    if (form && event.target.type === 'file') upload(form, [...event.target.files]);
    // A filter applies at once.
    if (event.target.matches('.filters :is(select, [type=checkbox], [type=number])')) event.target.form.requestSubmit();
    if (event.target.matches('[data-submit]')) event.target.form.requestSubmit();
  });
  document.addEventListener('paste', event => {
    const [form, files] = [document.querySelector('form[data-upload]'), [...(event.clipboardData?.files ?? [])]];
    if (form && files.length > 0) { event.preventDefault(); upload(form, files); }
  });

  // Menus close by a click elsewhere and by Escape, which leads back to where they were opened.
  document.addEventListener('click', event => $('details.menu[open]').forEach(menu => { if (!menu.contains(event.target)) menu.open = false; }));
  document.addEventListener('keydown', event => {
    const menu = event.key === 'Escape' && document.querySelector('details.menu[open]');
    if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
  });

  // The theme changes at once; the server remembers it.
  document.addEventListener('submit', async event => {
    const form = event.target.closest('form[data-look]');
    if (!form) return;
    event.preventDefault();
    const theme = event.submitter.value;
    await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form, event.submitter)), redirect: 'manual' });
    if (theme === 'system') delete document.documentElement.dataset.theme; else document.documentElement.dataset.theme = theme;
    $('button', form).forEach(button => button.setAttribute('aria-pressed', String(button === event.submitter)));
    document.dispatchEvent(new Event('look'));
  });

  // What is found is shown below the search while somebody types; the server writes it. Without this, Enter leads to the list.
  const offerFinds = () => $('form.find').forEach(form => {
    const field = form.querySelector('[name=q]');
    const found = document.createElement('div');
    found.className = 'pop wide found'; found.hidden = true; found.setAttribute('role', 'status'); found.setAttribute('aria-label', say('Found'));
    form.append(found);
    let [timer, asked] = [0, 0];
    const close = () => { found.hidden = true; asked++; };
    field.addEventListener('input', () => {
      clearTimeout(timer);
      if (field.value.trim() === '') { close(); return; }
      timer = setTimeout(async () => {
        const mine = ++asked;
        const answer = await fetch(`/handoffs/find?q=${encodeURIComponent(field.value)}`, { headers: { Accept: 'text/html' } });
        if (mine !== asked || !answer.ok || answer.redirected) return;
        const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
        found.replaceChildren(...fresh.body.childNodes);
        found.hidden = false;
      }, 150);
    });
    form.addEventListener('keydown', event => {
      const links = $('a', found);
      if (event.key === 'Escape') { close(); field.focus(); }
      if (found.hidden || !['ArrowDown', 'ArrowUp'].includes(event.key) || links.length === 0) return;
      event.preventDefault();
      const at = links.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1);
      (links[Math.min(at, links.length - 1)] ?? field).focus();
    });
    form.addEventListener('focusout', event => { if (!form.contains(event.relatedTarget)) close(); });
  });

  // A card of the board is dragged to another state: the form below the board posts it, as its button would.
  document.addEventListener('dragstart', event => {
    const card = event.target.closest?.('[data-card]');
    if (card) event.dataTransfer.setData('text/plain', card.dataset.card);
  });
  document.addEventListener('dragover', event => { if (event.target.closest?.('[data-board] [data-status]')) event.preventDefault(); });
  document.addEventListener('drop', event => {
    const column = event.target.closest?.('[data-board] [data-status]');
    const card = column && document.querySelector(`[data-card="${CSS.escape(event.dataTransfer.getData('text/plain'))}"]`);
    if (!card || column.contains(card)) return;
    event.preventDefault();
    const move = document.getElementById('move');
    move.elements.id.value = card.dataset.card;
    move.elements.status.value = column.dataset.status;
    move.elements.context_revision.value = card.dataset.revision;
    move.submit();
  });

  // A page that shows what may change reads itself again when it did, unless somebody is writing in it: then it says so.
  const writing = (part = main()) => $('textarea, input:not([type=hidden]):not([type=search])', part).some(field =>
    field === document.activeElement || (field.type === 'checkbox' || field.type === 'radio' ? field.checked !== field.defaultChecked : field.value !== field.defaultValue));
  const renew = async () => {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
    if (!answer.ok || answer.redirected) { location.assign(answer.redirected ? answer.url : location.href); return; } // no form is sent again
    const fresh = await read(answer);
    const names = from => [...parts(from).keys()].join();
    if (parts(document).size > 0 && names(document) === names(fresh)) { document.title = fresh.title; take(fresh, null); listen(); return; }
    const held = document.activeElement?.closest('[data-keys]') ? document.activeElement.getAttribute('href') : null;
    main().replaceChildren(...fresh.getElementById('main').childNodes);
    document.title = fresh.title;
    document.body.dataset.live = fresh.body.dataset.live;
    dress();
    if (held) $('[data-keys] a.what').find(link => link.getAttribute('href') === held)?.focus();
    listen();
  };
  const offer = () => {
    if (document.querySelector('.fresh')) return;
    const link = document.createElement('a');
    link.className = 'fresh btn primary'; link.href = location.href; link.textContent = say('This handoff has changed. Reload');
    link.setAttribute('role', 'status');
    main().append(link);
  };
  let source = null;
  const listen = () => {
    const [what, id, version] = (document.body.dataset.live ?? '').split(' ');
    if (!what || document.hidden) return;
    source?.close();
    source = new EventSource(what === 'work' ? '/live/work' : `/live/handoffs/${id}?version=${version}`);
    source.addEventListener('changed', () => { source.close(); source = null; if (writing()) offer(); else renew(); });
  };
  document.addEventListener('visibilitychange', () => { if (document.hidden) { source?.close(); source = null; } else listen(); });
  // While a page is open: the count in its tab, and on the desktop for whoever asked for that on the page of notifications.
  const desktop = () => 'Notification' in window && Notification.permission === 'granted' && localStorage.getItem('desktop') === 'on';
  const offerDesktop = () => {
    const place = document.querySelector('[data-desktop]');
    if (!place || !('Notification' in window)) return;
    const button = place.querySelector('button');
    const show = () => {
      place.hidden = false;
      button.textContent = desktop() ? place.dataset.off : place.dataset.on;
      place.querySelector('[data-blocked]').hidden = Notification.permission !== 'denied';
    };
    button.addEventListener('click', async () => {
      if (desktop()) localStorage.removeItem('desktop');
      else if (await Notification.requestPermission() === 'granted') localStorage.setItem('desktop', 'on');
      show();
    });
    show();
  };
  const showTold = told => {
    const bell = document.querySelector('[data-unread]');
    document.title = (told.count ? `(${told.count}) ` : '') + document.title.replace(/^\(\d+\+?\) /, '');
    bell.setAttribute('aria-label', told.words);
    bell.querySelector('.dot')?.remove();
    if (told.count) bell.append(Object.assign(document.createElement('span'), { className: 'dot', ariaHidden: 'true' }));
    const newest = Math.max(0, ...told.items.map(item => item.id));
    const known = Number(localStorage.getItem('told') ?? newest); // Of several tabs, one shows it.
    localStorage.setItem('told', Math.max(known, newest));
    for (const item of desktop() ? told.items.filter(item => item.id > known) : []) {
      const shown = new Notification(item.title, { body: item.text, tag: `baton-${item.id}` });
      shown.onclick = () => { window.open(item.url, '_blank', 'noopener'); shown.close(); };
    }
  };
  const hear = async () => {
    if (!document.querySelector('[data-unread]') || (document.hidden && !desktop())) return;
    const answer = await fetch('/notifications/latest', { redirect: 'error' }).catch(() => null);
    if (answer?.ok) showTold(await answer.json());
  };
  setInterval(hear, 30000);
  dress();
  offerDesktop();
  offerPasskeys();
  offerPreviews();
  offerFiles();
  offerFinds();
  listen();
})();
