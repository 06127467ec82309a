namespace Baton.Channels.Email;

/// <summary>
/// Styles that mails share: mail programs read them only beside each element. Those that show a dark page of their own
/// change the colors of the classes in <see cref="MailFrame"/>.
/// </summary>
internal static class MailStyles
{
    internal const string Ink = "#1b1a19";
    internal const string Quiet = "#696661";
    internal const string Divider = "#e5e3df";
    internal const string Accent = "#3445c7";
    internal const string Ahead = "#cdcac4";

    internal const string Font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;";

    internal const string Heading = $"margin:20px 0 6px;{Font}font-size:22px;line-height:28px;color:{Ink}";

    internal const string Subheading = $"margin:20px 0 4px;{Font}font-size:15px;line-height:22px;color:{Ink}";

    internal const string Paragraph = $"margin:0 0 16px;{Font}font-size:15px;line-height:22px;color:{Ink}";

    internal const string Small = $"margin:0;{Font}font-size:12px;line-height:18px;color:{Quiet}";

    internal const string Label =
        $"padding:8px 16px 8px 0;border-bottom:1px solid {Divider};{Font}font-size:14px;line-height:20px;"
        + $"font-weight:400;text-align:left;vertical-align:top;width:30%;color:{Quiet}";

    internal const string Value =
        $"padding:8px 0;border-bottom:1px solid {Divider};{Font}font-size:14px;line-height:20px;"
        + $"vertical-align:top;white-space:pre-line;overflow-wrap:anywhere;color:{Ink}";

    internal const string Primary =
        $"display:inline-block;padding:11px 20px;border-radius:7px;background:{Accent};{Font}font-size:15px;"
        + "line-height:20px;font-weight:600;color:#ffffff;text-decoration:none";

    internal const string Secondary =
        $"display:inline-block;padding:10px 18px;border:1px solid #8b8881;border-radius:7px;{Font}font-size:15px;"
        + $"line-height:20px;font-weight:600;color:{Ink};text-decoration:none";
}
