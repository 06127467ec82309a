namespace Baton.Channels.Email;

/// <summary>Styles that mails share: mail programs read them only beside each element.</summary>
internal static class MailStyles
{
    internal const string Page =
        "margin:0;padding:24px;background:#f6f7f9;color:#1c2430;"
        + "font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif";

    internal const string Card =
        "max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #d9dee5;border-radius:8px";

    internal const string Heading = "margin:0 0 12px;font-size:20px;line-height:1.3";

    internal const string Button =
        "display:inline-block;padding:10px 18px;border-radius:6px;background:#1f5fbf;color:#ffffff;"
        + "text-decoration:none";
}
