// Gives the focus to one of each sort of control, and complains of those that look the same with it and without.
(() => {
	const looks = (e) => {
		const near = [e, e.parentElement, e.nextElementSibling, ...(e.labels ?? []), ...e.children].filter(Boolean);
		return near.map((one) => {
			const s = getComputedStyle(one);
			return [s.outlineStyle === "none" ? "" : s.outline, s.boxShadow, s.borderColor, s.backgroundColor, s.stroke, s.strokeWidth, s.textDecoration].join();
		}).join(";");
	};
	const sort = (e) => [e.parentElement, e].map((one) => one.localName + "." + one.getAttribute("class") + "." + one.getAttribute("type")).join(" ");
	const met = new Set();
	const said = [];
	for (const e of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex='-1'])")) {
		if (e.disabled || met.has(sort(e)) || !e.checkVisibility({ visibilityProperty: true })) continue;
		met.add(sort(e));
		document.activeElement.blur();
		const before = looks(e);
		e.focus({ preventScroll: true, focusVisible: true });
		if (document.activeElement === e && looks(e) === before) said.push(`the focus is not seen on ${sort(e)} “${(e.getAttribute("aria-label") || e.innerText || e.name || "").trim().slice(0, 40)}”`);
	}
	document.activeElement.blur();
	return said;
})()
