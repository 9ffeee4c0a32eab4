// What axe-core does not judge of a page, looked at with the eyes of somebody who uses it. The value is a list of complaints.
(() => {
	const said = [];
	const name = (e) => {
		const classes = typeof e.className === "string" ? e.className : e.className.baseVal;
		const words = (e.getAttribute("aria-label") || e.innerText || e.getAttribute("name") || "").trim().replace(/\s+/g, " ").slice(0, 40);
		return `${e.localName}${e.id && "#" + e.id}${classes && "." + classes.trim().replace(/\s+/g, ".")} “${words}”`;
	};
	const seen = (e) => e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && !e.closest("[inert]");
	const used = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex='-1'])")].filter((e) => seen(e) && !e.disabled);

	const headings = [...document.querySelectorAll("h1")].filter(seen);
	if (headings.length === 0) said.push("no h1");
	if (!document.title.trim()) said.push("no title");
	for (const e of used) if (e.tabIndex > 0) said.push(`${name(e)} has a tabindex of ${e.tabIndex}: it comes before what stands above it`);

	// The order of the tab key is that of the page; sheets that show another lead people astray.
	for (const e of document.querySelectorAll("main *, nav *, header *")) {
		const style = getComputedStyle(e);
		if ((style.order !== "0" || style.flexDirection.endsWith("-reverse")) && seen(e) && used.some((one) => e.contains(one))) {
			said.push(`${name(e)} is shown in another place than it is read`);
		}
	}

	// Targets of 24 pixels. What a label says is part of its target; of links that are words, axe-core judges the space around them.
	const box = (e) => {
		const all = [e, ...(e.labels ?? [])].map((one) => one.getBoundingClientRect()).filter((r) => r.width > 1 && r.height > 1);
		return { width: Math.max(0, ...all.map((r) => r.width)), height: Math.max(0, ...all.map((r) => r.height)) };
	};
	for (const e of used) {
		if (e.matches(".skip, .vh") || e.ownerSVGElement || e.hasAttribute("tabindex") && !e.matches("a, button, input, select, textarea, summary")) continue;
		if (e.localName === "a" && e.innerText.trim()) continue;
		const { width, height } = box(e);
		if (width < 23.5 || height < 23.5) said.push(`${name(e)} is ${width.toFixed(1)} by ${height.toFixed(1)} pixels, want 24`);
	}
	return said;
})()
