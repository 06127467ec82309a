using Microsoft.Playwright;

namespace Baton.BrowserTests;

/// <summary>What a finger can press on a page, and how large it is, as the page itself answers to a point.</summary>
internal static class TouchTargets
{
    /// <summary>
    /// Those that are smaller than 44 × 44 pixels. Left out is what WCAG leaves out: a link within a sentence, and
    /// what is the same as a larger one beside it. What is folded away is opened first.
    /// </summary>
    internal static Task<string[]> TooSmallAsync(IPage page) =>
        page.EvaluateAsync<string[]>(
            """
            () => {
              const least = 44, far = 40, small = [];
              const kinds = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
              const isSeen = e => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.vh, .skip');
              const blockOf = e => {
                let at = e.parentElement;
                while (getComputedStyle(at).display === 'inline') at = at.parentElement;
                return at;
              };
              // A link whose line holds words besides it.
              const isInText = e => e.matches('a') && getComputedStyle(e).display === 'inline' && !e.matches('.what')
                && [...blockOf(e).childNodes].some(node => node.nodeType === 3 && node.textContent.trim().length > 3);
              const partsOf = e => [e, ...(e.matches('[type=checkbox], [type=radio], [type=file]') ? e.labels : [])];
              const sizeOf = e => {
                e.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
                const parts = partsOf(e);
                const boxes = parts.map(part => part.getClientRects()[0]).filter(Boolean);
                const box = boxes.sort((a, b) => b.width * b.height - a.width * a.height)[0];
                const isHit = (x, y) => {
                  const got = document.elementFromPoint(x, y);
                  return !!got && parts.some(part => part.contains(got));
                };
                const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
                if (!isHit(x, y)) return [0, 0];
                const reach = (dx, dy) => {
                  let n = 0;
                  while (n < far && isHit(x + dx * (n + 1), y + dy * (n + 1))) n++;
                  return n;
                };
                return [reach(-1, 0) + reach(1, 0) + 1, reach(0, -1) + reach(0, 1) + 1];
              };
              const wordsOf = e => (e.ariaLabel ?? e.textContent).trim().replace(/\s+/g, ' ').slice(0, 40);
              const seen = new Set();
              const measure = from => {
                for (const e of from.querySelectorAll(kinds)) {
                  if (seen.has(e) || !isSeen(e) || isInText(e)) continue;
                  seen.add(e);
                  const [w, h] = sizeOf(e);
                  if (w < least || h < least)
                    small.push(`${e.localName}.${e.className} "${wordsOf(e)}" ${w}x${h} in ${blockOf(e).className}`);
                }
              };
              document.querySelectorAll('details:not([name], .menu)').forEach(fold => { fold.open = true; });
              measure(document);
              document.querySelectorAll('details[name]').forEach(menu => {
                menu.open = true;
                measure(menu);
                menu.open = false;
              });
              return [...new Set(small)];
            }
            """
        );
}
