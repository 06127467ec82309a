using System.Collections.Concurrent;
using System.Text.Json;

namespace Baton.Web.Pages;

/// <summary>
/// The words that the scripts show. They stand there in English; a page in another language brings them along.
/// </summary>
internal static class ScriptTexts
{
    private static readonly ConcurrentDictionary<string, string> Tables = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>In the reader's language; null where they stand in the scripts already.</summary>
    internal static string? Table => Language == "en" ? null : Tables.GetOrAdd(Language, _ => Make());

    private static string Make() =>
        JsonSerializer.Serialize(
            new Dictionary<string, string>
            {
                ["next row"] = T("next row"),
                ["previous row"] = T("previous row"),
                ["accept"] = T("accept"),
                ["return"] = T("return"),
                ["edit"] = T("edit"),
                ["comment or ask"] = T("comment or ask"),
                ["go to My work"] = T("go to My work"),
                ["go to Handoffs"] = T("go to Handoffs"),
                ["find or do anything"] = T("find or do anything"),
                ["Find or do…"] = T("Find or do…"),
                ["Go to"] = T("Go to"),
                ["Do"] = T("Do"),
                ["Remove"] = T("Remove"),
                ["open it"] = T("open it"),
                ["find a handoff"] = T("find a handoff"),
                ["hand over"] = T("hand over"),
                ["show these shortcuts"] = T("show these shortcuts"),
                ["close"] = T("close"),
                ["Copied"] = T("Copied"),
                ["Found"] = T("Found"),
                ["Keyboard shortcuts"] = T("Keyboard shortcuts"),
                ["This handoff has changed. Reload"] = T("This handoff has changed. Reload"),
                ["There is something new. Reload"] = T("There is something new. Reload"),
                ["Not saved yet"] = T("Not saved yet"),
                ["Undo"] = T("Undo"),
                ["No earlier answer fits this question."] = T("No earlier answer fits this question."),
                ["Removed: {0}"] = T("Removed: {0}", "{0}"),
                ["You are offline. Nothing was sent, and what you typed is still here. Try again."] = T(
                    "You are offline. Nothing was sent, and what you typed is still here. Try again."
                ),
                ["Not sent: there is no connection. Your files are still here; try again."] = T(
                    "Not sent: there is no connection. Your files are still here; try again."
                ),
                ["You are signed out. Sign in in another tab, then try again: your files are still here."] = T(
                    "You are signed out. Sign in in another tab, then try again: your files are still here."
                ),
                ["The passkey was not used: the device declined or took too long. Try again."] = T(
                    "The passkey was not used: the device declined or took too long. Try again."
                ),
                ["This device already has a passkey for you."] = T("This device already has a passkey for you."),
                ["Passkeys need a host name in the address, such as baton.example.org or localhost, and https."] = T(
                    "Passkeys need a host name in the address, such as baton.example.org or " + "localhost, and https."
                ),
                ["Saving…"] = T("Saving…"),
                ["Saved {0}"] = T("Saved {0}"),
                ["Try again"] = T("Try again"),
                ["Not saved: this is too long. What you typed stays on this page."] = T(
                    "Not saved: this is too long. What you typed stays on this page."
                ),
                ["Not saved: there is no connection. What you typed stays on this page."] = T(
                    "Not saved: there is no connection. What you typed stays on this page."
                ),
                ["Not saved: you are signed out. Sign in in another tab, then go on here."] = T(
                    "Not saved: you are signed out. Sign in in another tab, then go on here."
                ),
                ["This draft was changed in another tab. What you typed here is kept."] = T(
                    "This draft was changed in another tab. What you typed here is kept."
                ),
                ["Show the other version"] = T("Show the other version"),
                ["Keep what is here"] = T("Keep what is here"),
                ["This draft was submitted already."] = T("This draft was submitted already."),
                ["This page has expired. Reload it."] = T("This page has expired. Reload it."),
            }
        );
}
