namespace Baton.Web.Pages;

/// <summary>Why no mail goes out, for the head of every page; null while it does.</summary>
internal sealed record MailStatus(Func<string?> Fault);
