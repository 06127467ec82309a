// The form of a template works without this: every button sends it and gets it back. With it, rows are dragged and moved by keys, and nothing reloads.
'use strict';
(() => {
  const form = document.querySelector('form[data-builder]');
  if (!form) return;
  const { say, el, toast } = baton;
  let dragged = null;
  const changed = () => form.dispatchEvent(new Event('input', { bubbles: true }));

  const move = (row, step) => {
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    const held = document.activeElement;
    if (step < 0) other.before(row); else other.after(row);
    if (row.contains(held)) held.focus();
    changed();
  };

  // A fault of a text leads to its line.
  document.addEventListener('click', event => {
    const [link, text] = [event.target.closest('a[data-line]'), form.elements.text];
    if (!link || !text) return;
    event.preventDefault();
    const lines = text.value.split('\n');
    const at = Math.min(Number(link.dataset.line), lines.length) - 1;
    const start = lines.slice(0, at).reduce((length, line) => length + line.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + lines[at].length);
    text.scrollTop = (at - 3) * (text.scrollHeight / lines.length);
  });

  // What stands in each input, so that what is typed while the server answers is not lost.
  const controls = () => [...form.elements].filter(control => control.name && control.matches('input:not([type=hidden], [type=submit]), select, textarea'));
  const isCheck = control => control.type === 'checkbox' || control.type === 'radio';
  const keyOf = control => isCheck(control) ? `${control.name}=${control.value}` : control.name;
  const values = () => new Map(controls().map(control => [keyOf(control), isCheck(control) ? control.checked : control.value]));

  // What is moved while the server answers stays where it was put; what it added stays where it added it.
  const rowsOf = place => [...place.querySelectorAll('[data-row]')];
  const idOf = row => { const input = row.querySelector('input[type=hidden]'); return `${input.name}=${input.value}`; };
  const order = () => rowsOf(form).map(idOf);
  const arrange = wanted => form.querySelectorAll('[data-rows]').forEach(list => {
    const places = new Map(wanted.map((id, i) => [id, i]));
    const moved = rowsOf(list).filter(row => places.has(idOf(row))).sort((one, other) => places.get(idOf(one)) - places.get(idOf(other)));
    list.append(...rowsOf(list).map(row => places.has(idOf(row)) ? moved.shift() : row));
  });

  // The server writes the form anew; what lies beside it follows.
  const send = async button => {
    const body = new URLSearchParams(new FormData(form));
    body.set('do', button);
    const before = values();
    const sent = order();
    const answer = await fetch(location.href, { method: 'POST', body, headers: { Accept: 'text/html' } });
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const other = fresh.querySelector('form[data-builder]');
    if (!other || answer.redirected) throw new TypeError('not the form');
    if (dragged) await new Promise(dropped => { form.addEventListener('dragend', dropped, { once: true }); });
    const folds = row => [...row.querySelectorAll('details.fold')];
    const open = new Map(rowsOf(form).map(row => [idOf(row), folds(row).map(fold => fold.open)]));
    const now = order();
    const held = document.activeElement;
    const [id, mark] = [held?.id, form.contains(held) && held.matches('input:not([type=checkbox], [type=radio]), textarea') ? [held.selectionStart, held.selectionEnd] : null];
    const typed = [...values()].filter(([key, value]) => before.get(key) !== value);
    // Which draft this is may have changed while the answer was on its way.
    const draft = ['draft', 'draft-seen', 'draft-tab'].map(name => [name, form.elements.namedItem(name).value]);
    form.replaceChildren(...document.adoptNode(other).childNodes);
    draft.forEach(([name, value]) => { form.elements.namedItem(name).value = value; });
    if (`${now}` !== `${sent}`) arrange(now);
    const fresher = new Map(controls().map(control => [keyOf(control), control]));
    typed.forEach(([key, value]) => { const control = fresher.get(key); if (control) control[isCheck(control) ? 'checked' : 'value'] = value; });
    document.querySelectorAll('[data-part]').forEach(part => {
      const other = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
      if (other) part.replaceChildren(...other.childNodes);
    });
    rowsOf(form).forEach(row => folds(row).forEach((fold, i) => { fold.open ||= open.get(idOf(row))?.[i] ?? false; }));
    const focus = document.querySelector('[data-focus]') ?? form.querySelector('[autofocus]') ?? document.getElementById(id);
    focus?.focus();
    if (mark && focus?.id === id) focus.setSelectionRange(...mark);
    changed();
  };
  // One after the other: what the second one changes is what the first one made.
  let last = Promise.resolve();
  const press = button => { last = last.catch(() => {}).then(() => send(button)).catch(error => {
    if (!(error instanceof TypeError)) throw error;
    // Without the server, or signed out: as a page, which says so.
    const input = document.createElement('input');
    input.type = 'hidden'; input.name = 'do'; input.value = button;
    form.append(input);
    form.submit();
  }); };

  form.addEventListener('submit', event => {
    const button = event.submitter?.value ?? 'preview';
    if (button === 'publish') return;
    event.preventDefault();
    const menu = event.submitter?.closest('details.menu');
    if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
    const row = event.submitter?.closest('[data-row]');
    if (row && button.startsWith('up.')) move(row, -1);
    else if (row && button.startsWith('down.')) move(row, 1);
    else { if (row && button.startsWith('remove.')) offerUndo(row); changed(); press(button); }
  });
  // What was typed in a row that is removed is not lost at once.
  const offerUndo = row => {
    const lists = () => [...form.querySelectorAll('[data-rows]')];
    const [list, kept] = [lists().indexOf(row.parentElement), row.cloneNode(true)];
    const typed = [...row.querySelectorAll('input, select, textarea')];
    kept.querySelectorAll('input, select, textarea').forEach((copy, i) => { copy.value = typed[i].value; copy.checked = typed[i].checked; });
    kept.querySelectorAll('details.menu').forEach(menu => { menu.open = false; });
    const place = rowsOf(row.parentElement).indexOf(row);
    const name = typed.find(input => input.matches('input.input:not([type=hidden])'))?.value.trim();
    const button = el('button', { type: 'button', className: 'btn small', textContent: say('Undo') });
    const note = toast(say('Removed: {0}').replace('{0}', () => name || '—'), 'info', button);
    button.addEventListener('click', () => {
      last = last.catch(() => {}).then(() => {
        note.remove();
        const rows = rowsOf(lists()[list]);
        if (rows[place]) rows[place].before(kept); else lists()[list].append(kept);
      });
      press('refresh');
    });
  };
  form.addEventListener('change', event => { if (event.target.matches('[data-refresh]')) press('refresh'); });
  form.addEventListener('keydown', event => {
    const row = event.target.closest('[data-row]');
    if (!row || !event.altKey || event.target.matches('select') || !['ArrowUp', 'ArrowDown'].includes(event.key)) return;
    event.preventDefault();
    move(row, event.key === 'ArrowUp' ? -1 : 1);
  });

  // A row is taken by its grip alone, so that texts in it can still be marked.
  form.addEventListener('pointerdown', event => {
    const row = event.target.closest('.grip')?.closest('[data-row]');
    if (row) row.draggable = true;
  });
  form.addEventListener('dragstart', event => {
    dragged = event.target.closest('[data-row]');
    dragged?.classList.add('drag');
  });
  form.addEventListener('dragover', event => {
    const over = event.target.closest('[data-row]');
    if (!dragged || !over || over.parentElement !== dragged.parentElement) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    if (over !== dragged) over[event.clientY < box.top + box.height / 2 ? 'before' : 'after'](dragged);
  });
  form.addEventListener('drop', event => { if (dragged) event.preventDefault(); });
  form.addEventListener('dragend', () => {
    if (!dragged) return;
    dragged.classList.remove('drag');
    dragged.draggable = false;
    dragged = null;
    changed();
  });
})();
