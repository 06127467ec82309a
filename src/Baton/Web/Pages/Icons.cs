namespace Baton.Web.Pages;

/// <summary>The drawings of <see cref="Icon"/>: ours, 16 by 16, lines of 1.5 in the color of the text.</summary>
internal static class Icons
{
    private static readonly Dictionary<string, string> Drawings = new(StringComparer.Ordinal)
    {
        ["alert"] = """<path d="M8 2.2 14.5 13.5h-13zM8 6.5v3.2M8 11.6h.01"/>""",
        ["attach"] =
            """<path d="m13 7.5-5.3 5.2a3 3 0 0 1-4.3-4.2l5.5-5.4a2 2 0 0 1 2.8 2.8l-5.3 5.3a1 1 0 """
            + """0 1-1.4-1.4l4.7-4.7"/>""",
        ["back"] = """<path d="M6 4 2.5 7.5 6 11M2.5 7.5h7a3.5 3.5 0 0 1 0 7H8"/>""",
        ["bell"] = """<path d="M4 7a4 4 0 0 1 8 0c0 3 1 4 1.5 4.5h-11C3 11 4 10 4 7zM6.5 13.5a1.6 1.6 0 0 0 3 0"/>""",
        ["board"] = """<path d="M2.5 3h3v10h-3zM6.5 3h3v6h-3zM10.5 3h3v8h-3z"/>""",
        ["calendar"] =
            """<rect x="2.5" y="3.5" width="11" height="10" rx="1.5"/><path d="M2.5 6.8h11M5.5 2v2.5M10.5 2v2.5"/>""",
        ["chart"] = """<path d="M2.5 13.5h11M4.5 11V8M8 11V4M11.5 11V6.5"/>""",
        ["check"] = """<path d="m3 8.5 3.2 3.2L13 5"/>""",
        ["chevron"] = """<path d="m4 6 4 4 4-4"/>""",
        ["clock"] = """<circle cx="8" cy="8" r="5.8"/><path d="M8 4.8V8l2.3 1.6"/>""",
        ["close"] = """<path d="m4 4 8 8M12 4l-8 8"/>""",
        ["comment"] = """<path d="M2.5 3.5h11v8H8l-3 2.5v-2.5H2.5z"/>""",
        ["copy"] = """<rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/><path d="M10.5 5.5v-3h-8v8h3"/>""",
        ["download"] = """<path d="M8 3v8M4.5 7.5 8 11l3.5-3.5M2.5 13.5h11"/>""",
        ["edit"] = """<path d="M3 13l.6-2.8L11 2.8l2.2 2.2-7.4 7.4zM9.5 4.3l2.2 2.2"/>""",
        ["file"] = """<path d="M4 1.8h5l3.5 3.5v8.9H4zM9 1.8v3.5h3.5"/>""",
        ["flag"] = """<path d="M4 14V2.5h7.5L10 5.5l1.5 3H4"/>""",
        ["gear"] =
            """<circle cx="8" cy="8" r="2"/><path d="M8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6 5 """
            + """5M11 11l1.4 1.4M12.4 3.6 11 5M5 11l-1.4 1.4"/>""",
        ["grip"] = """<path d="M6 4h.01M10 4h.01M6 8h.01M10 8h.01M6 12h.01M10 12h.01" stroke-width="2"/>""",
        ["hook"] = """<path d="M6 1.8v3M10 1.8v3M4 4.8h8v3a4 4 0 0 1-8 0zM8 11.8v2.5"/>""",
        ["inbox"] = """<path d="M2.5 9 4 3.5h8L13.5 9v3.5h-11zM2.5 9h3l1 1.5h3l1-1.5h3"/>""",
        ["info"] = """<circle cx="8" cy="8" r="6"/><path d="M8 7.3v3.5M8 5.2h.01"/>""",
        ["key"] = """<circle cx="5" cy="11" r="2.7"/><path d="m7 9 6.5-6.5M11 5l2 2"/>""",
        ["link"] =
            """<path d="M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2-2a2.6 2.6 0 0 0-3.7-3.7l-.8.8M9.2 6.8a2.6 """
            + """2.6 0 0 0-3.7 0l-2 2a2.6 2.6 0 0 0 3.7 3.7l.8-.8"/>""",
        ["list"] = """<path d="M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01"/>""",
        ["mail"] = """<rect x="2" y="3.5" width="12" height="9" rx="1.5"/><path d="m2.5 4.5 5.5 4 5.5-4"/>""",
        ["menu"] = """<path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11"/>""",
        ["more"] = """<path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2.4"/>""",
        ["offline"] =
            """<path d="M2 2l12 12M5.5 11a3.5 3.5 0 0 1 5 0M2.5 8a8 8 0 0 1 2.8-1.8M8 5.5A8 8 0 0 1 """
            + """13.5 8M8 13.3h.01"/>""",
        ["on"] = """<path d="M2.5 4h4v8h7M11 9.5l2.5 2.5-2.5 2.5"/>""",
        ["people"] =
            """<circle cx="6" cy="5.5" r="2.4"/><path d="M1.5 13c.5-2.3 2.2-3.5 4.5-3.5s4 1.2 4.5 """
            + """3.5M10.5 3.3a2.4 2.4 0 0 1 0 4.4M12 9.8c1.4.5 2.2 1.6 2.5 3.2"/>""",
        ["person"] = """<circle cx="8" cy="5.2" r="2.7"/><path d="M2.8 13.5c.6-2.6 2.6-4 5.2-4s4.6 1.4 5.2 4"/>""",
        ["plus"] = """<path d="M8 3v10M3 8h10"/>""",
        ["question"] =
            """<path d="M2.5 3.5h11v8H8l-3 2.5v-2.5H2.5z"/><path d="M6.7 6.2c.1-1.6 2.7-1.5 """
            + """2.5.1-.1.9-1.2.9-1.2 1.8M8 9.6h.01"/>""",
        ["search"] = """<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5"/>""",
        ["send"] = """<path d="M3 8h10M9 4l4 4-4 4"/>""",
        ["sort"] = """<path d="M5 3v10M2.5 10.5 5 13l2.5-2.5M9 4h4.5M9 8h3M9 12h1.5"/>""",
        ["sun"] =
            """<circle cx="8" cy="8" r="3"/><path d="M8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 """
            + """1M11.6 11.6l1 1M12.6 3.4l-1 1M4.4 11.6l-1 1"/>""",
        ["upload"] = """<path d="M8 11V3M4.5 6.5 8 3l3.5 3.5M2.5 13.5h11"/>""",
    };

    internal static string Of(string name) => Drawings[name];
}
