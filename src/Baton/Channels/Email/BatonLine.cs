namespace Baton.Channels.Email;

/// <summary>Who holds a handoff, as a line from one team to the other.</summary>
/// <param name="From">The name of the sending team.</param>
/// <param name="To">The name of the receiving team.</param>
/// <param name="Share">How far along it is: 0 with the sender, 50 on its way, 100 with the receiver.</param>
internal sealed record BatonLine(string From, string To, int Share)
{
    private const int Width = 20;

    /// <summary>Null where nobody holds it any more, or where the names are not known.</summary>
    internal static BatonLine? Of(Message message) =>
        message.Glance is { } glance && ShareOf(message.Status) is { } share
            ? new BatonLine(Line.Of(glance.FromName), Line.Of(glance.ToName), share)
            : null;

    internal string Text()
    {
        var behind = Width * Share / 100;
        return $"{From} {new string('=', behind)}[###]{new string('-', Width - behind)} {To}";
    }

    private static int? ShareOf(string status) =>
        status switch
        {
            "draft" or "returned" => 0,
            "initiated" => 50,
            "accepted" or "completed" => 100,
            _ => null,
        };
}
