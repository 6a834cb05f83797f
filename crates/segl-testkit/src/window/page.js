// Runs inside the page, before each script of a test. Finds things by role and accessible name, and keeps what crosses
// between the page and the core: requests leave through fetch, all else comes in through Tauri's table of callbacks.
if (!window.segl) {
    const roles = {
        a: 'link', button: 'button', summary: 'button', textarea: 'textbox', select: 'combobox', img: 'img', svg: 'img',
        nav: 'navigation', main: 'main', dialog: 'dialog', ul: 'list', ol: 'list', li: 'listitem', form: 'form', output: 'status',
        h1: 'heading', h2: 'heading', h3: 'heading', h4: 'heading', meter: 'meter', progress: 'progressbar',
    };
    const inputs = {
        checkbox: 'checkbox', radio: 'radio', range: 'slider', button: 'button', submit: 'button', reset: 'button', image: 'button',
        number: 'spinbutton', search: 'searchbox', file: 'file',
    };
    const clean = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
    const role = (element) => {
        const given = element.getAttribute('role');
        if (given) return given;
        const tag = element.localName;
        return tag === 'input' ? (inputs[element.type] ?? 'textbox') : roles[tag];
    };
    const seen = (element) => {
        const style = getComputedStyle(element);
        if (style.visibility === 'hidden' || element.closest('[aria-hidden=true], [inert]')) return false;
        // A switch or a choice is often drawn by its label, with the input itself made invisible.
        return element.getClientRects().length > 0;
    };
    const words = (element) => {
        let text = '';
        for (const node of element.childNodes) {
            if (node.nodeType === Node.TEXT_NODE) text += node.data;
            else if (node.nodeType === Node.ELEMENT_NODE && node.getAttribute('aria-hidden') !== 'true') {
                text += ` ${node.getAttribute('aria-label') ?? node.getAttribute('alt') ?? words(node)} `;
            }
        }
        return text;
    };
    const name = (element) => {
        const references = clean(element.getAttribute('aria-labelledby'));
        if (references) {
            return clean(references.split(' ').map((id) => words(document.getElementById(id) ?? document.createElement('i'))).join(' '));
        }
        const label = clean(element.getAttribute('aria-label'));
        if (label) return label;
        if (element.labels?.length) return clean([...element.labels].map(words).join(' '));
        if (/^(input|textarea|select)$/.test(element.localName)) {
            return clean(/^(button|submit|reset)$/.test(element.type) ? element.value : (element.title || element.placeholder));
        }
        return clean(element.getAttribute('alt') ?? words(element)) || clean(element.title);
    };
    const all = () => [...document.querySelectorAll(`[role], input, ${Object.keys(roles).join(', ')}`)].filter(seen);
    const typed = new Set(['textbox', 'searchbox', 'spinbutton', 'combobox']);
    const is = (element, wanted) =>
        wanted === 'any' || role(element) === wanted || (wanted === 'textbox' && typed.has(role(element)));

    let kept = [];
    const keep = (command, content) => {
        let text = content;
        if (content instanceof ArrayBuffer || ArrayBuffer.isView(content)) text = `${content.byteLength} bytes`;
        else if (typeof content !== 'string') text = JSON.stringify(content) ?? '';
        kept.push([command, text]);
    };
    const fetched = window.fetch;
    window.fetch = function (target, options) {
        const url = String(target?.url ?? target);
        if (url.startsWith('ipc:')) keep(decodeURIComponent(url.split('/').pop()), options?.body ?? '');
        return fetched.apply(this, arguments);
    };
    const callbacks = window.__TAURI_INTERNALS__?.callbacks;
    if (callbacks) {
        const got = callbacks.get;
        callbacks.get = (id) => {
            const callback = got.call(callbacks, id);
            return callback && ((data) => { keep('', data); return callback(data); });
        };
    }

    window.segl = {
        records: Boolean(callbacks),
        find(wantedRole, wanted) {
            const begins = wanted.endsWith('…') && wanted.length > 1;
            const start = begins ? wanted.slice(0, -1) : wanted;
            const matches = (text) => text === wanted || (begins && text.startsWith(start));
            return all().find((element) => is(element, wantedRole) && matches(name(element))) ?? null;
        },
        outline: () => all().map((element) => `${role(element)} ${JSON.stringify(name(element))}`).join('\n'),
        take: () => kept.splice(0),
    };
}
const segl = window.segl;
