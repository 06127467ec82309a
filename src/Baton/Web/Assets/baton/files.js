// Files that are picked, dropped or pasted.
'use strict';
(() => {
  const { $, say, el, read, pageOf, take, isHere, listen } = baton;
  // What the server would refuse is not sent to it, and why is said at once.
  const takeFiles = (input, files, fault) => {
    const types = input.accept.split(',');
    const why = file => file.size === 0 ? input.dataset.empty
      : file.size > Number(input.dataset.largest) ? input.dataset.large
      : types.some(type => file.name.toLowerCase().endsWith(type)) ? null : input.dataset.type;
    fault.textContent = files.filter(why).map(file => why(file).replace('{file}', () => file.name)).join(' ');
    return files.filter(file => !why(file));
  };
  // Of a form that sends its one file with all else.
  const faultOf = input => input.parentElement.querySelector('.fault-text') ?? input.parentElement.appendChild(el('p', { className: 'fault-text', ariaLive: 'polite' }));
  document.addEventListener('change', event => {
    if (event.target.matches('[data-largest]:not(form[data-upload] *, [data-files] *)') && takeFiles(event.target, [...event.target.files], faultOf(event.target)).length === 0) event.target.value = '';
  });

  // Files go one after the other as soon as they are picked, dropped or pasted.
  const upload = async (form, files) => {
    const fault = form.querySelector('.fault-text') ?? form.appendChild(el('p', { className: 'fault-text', ariaLive: 'polite' }));
    const fit = takeFiles(form.elements.file, files, fault);
    const unfit = fault.textContent;
    for (const file of fit) {
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
    form = document.querySelector('form[data-upload]') ?? form;
    if (unfit && fit.length > 0) (form.querySelector('.fault-text') ?? form.appendChild(el('p', { className: 'fault-text', ariaLive: 'polite' }))).textContent = unfit;
    listen();
  };
  document.addEventListener('change', event => {
    const form = event.target.closest('form[data-upload]');
    if (form && event.target.type === 'file') upload(form, [...event.target.files]);
  });
  document.addEventListener('paste', event => {
    const [form, files] = [document.querySelector('form[data-upload]'), [...(event.clipboardData?.files ?? [])]];
    if (form && files.length > 0) { event.preventDefault(); upload(form, files); }
  });

  // Files of what is not handed over yet wait here; they are sent as soon as there is a draft to hold them.
  const draftOf = async form => {
    const known = /^(\/handoffs\/\d+)\/edit$/.exec(new URL(form.action).pathname)?.[1];
    if (known) return known;
    const body = new URLSearchParams(new FormData(form));
    body.set('do', 'keep');
    body.delete('draft'); // What is typed is kept until it is handed over.
    const answer = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'text/html' } });
    const path = new URL(answer.url).pathname;
    if (path.startsWith('/sign-in')) throw new Error('signed out');
    if (!answer.redirected || !path.startsWith('/handoffs/')) return null;
    form.action = `${path}/edit`;
    return path;
  };
  const sendFiles = async (path, files) => {
    let page = await pageOf(path);
    while (files.length > 0) {
      const body = new FormData();
      const token = page.querySelector('form[data-upload] [name=form]');
      if (!token) throw new Error('signed out');
      body.append('form', token.value);
      body.append('file', files[0]);
      const answer = await fetch(`${path}/attachments`, { method: 'POST', body, headers: { Accept: 'text/html' } });
      page = await read(answer);
      if (!answer.ok) return page.querySelector('[role=alert] li')?.textContent.trim() ?? answer.statusText;
      files.shift();
    }
    return null;
  };
  // Until then they outlive a reload or a crash in this browser: one record for each draft.
  const inBrowser = work => new Promise((done, failed) => {
    const opening = indexedDB.open('baton', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('files');
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const deal = opening.result.transaction('files', 'readwrite');
      const asked = work(deal.objectStore('files'));
      deal.oncomplete = () => { opening.result.close(); done(asked?.result); };
      deal.onabort = deal.onerror = () => { opening.result.close(); failed(deal.error); };
    };
  });
  const week = 7 * 24 * 3600 * 1000;
  const keyOf = form => form.elements.draft?.value && `${document.body.dataset.me} ${location.pathname} ${form.elements.draft.value}`;
  const keepFiles = (form, files) => inBrowser(store => files.length > 0 ? store.put({ at: Date.now(), files: [...files] }, keyOf(form)) : store.delete(keyOf(form)));
  const keptFiles = async form => {
    await inBrowser(store => { store.openCursor().onsuccess = ({ target: { result: cursor } }) => { if (!cursor) return; if (cursor.value.at < Date.now() - week) cursor.delete(); cursor.continue(); }; });
    return (await inBrowser(store => store.get(keyOf(form))))?.files ?? [];
  };
  document.addEventListener('submit', event => {
    if (event.target.getAttribute('action') === '/sign-out') indexedDB.deleteDatabase('baton');
  });
  const offerFiles = () => $('[data-files]').forEach(place => {
    const [form, input, list] = [place.closest('form'), place.querySelector('input'), place.querySelector('ul')];
    const fault = el('p', { className: 'fault-text', ariaLive: 'polite' });
    const files = [];
    let [sending, kept] = [false, true];
    form.enctype = 'application/x-www-form-urlencoded'; // Files go by themselves.
    place.hidden = false;
    place.append(fault);
    // Where they cannot be kept, as without a draft or without room, leaving asks.
    const keep = async () => {
      kept = false;
      if (keyOf(form)) await keepFiles(form, files).then(() => { kept = true; }, error => { if (!(error instanceof DOMException)) throw error; });
    };
    form.addEventListener('saved', keep);
    const show = () => list.replaceChildren(...files.map(file => {
      const close = el('button', { type: 'button', className: 'btn quiet small push', textContent: say('Remove'), ariaLabel: `${say('Remove')} ${file.name}` });
      close.addEventListener('click', () => { files.splice(files.indexOf(file), 1); show(); keep(); (list.querySelector('button') ?? input).focus(); });
      return el('li', { className: 'file' }, el('span', { className: 'cut', textContent: file.name }), close);
    }));
    const add = more => { files.push(...takeFiles(input, more, fault)); show(); keep(); };
    if (keyOf(form)) keptFiles(form).then(before => { files.unshift(...before); show(); }, error => { if (!(error instanceof DOMException)) throw error; });
    input.addEventListener('change', () => { add([...input.files]); input.value = ''; });
    document.addEventListener('paste', event => { if (event.clipboardData?.files.length) { event.preventDefault(); add([...event.clipboardData.files]); } });
    // A file that is dropped beside the place for it is meant for it, too.
    const isFile = event => event.dataTransfer?.types.includes('Files') && !event.target.closest?.('input[type=file]');
    document.addEventListener('dragover', event => { if (isFile(event)) event.preventDefault(); });
    document.addEventListener('drop', event => { if (isFile(event)) { event.preventDefault(); add([...event.dataTransfer.files]); } });
    window.addEventListener('beforeunload', event => { if (files.length > 0 && !sending && !kept) event.preventDefault(); });
    // Whoever comes back to the page may send it again.
    window.addEventListener('pageshow', () => { sending = false; });
    form.addEventListener('submit', async event => {
      if (sending) { event.preventDefault(); return; }
      if (files.length === 0 || event.submitter?.value === 'preview') return;
      event.preventDefault();
      sending = true;
      const does = event.submitter?.value ?? 'over';
      let path = null;
      try {
        path = await draftOf(form);
        fault.textContent = path ? await sendFiles(path, files) ?? '' : '';
        if (path && !fault.textContent) form.elements.form.value = (await pageOf(`${path}/edit`)).querySelector('#hand-over [name=form]').value;
      } catch (error) {
        fault.textContent = error instanceof TypeError ? say('Not sent: there is no connection. Your files are still here; try again.')
          : say('You are signed out. Sign in in another tab, then try again: your files are still here.');
      }
      show();
      await keep();
      if (fault.textContent) { sending = false; form.dispatchEvent(new Event('unsent')); input.focus(); return; }
      form.append(el('input', { type: 'hidden', name: 'do', value: does }));
      form.submit();
    });
  });
  offerFiles();
})();
