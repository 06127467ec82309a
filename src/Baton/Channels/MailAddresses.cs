using Baton.Client;
using MimeKit;

namespace Baton.Channels;

/// <summary>What an email channel takes for an address: one bare address, <c>team@example.org</c>.</summary>
internal static class MailAddresses
{
    internal const string Field = "address";
    private const int Longest = 254;

    internal static IReadOnlyList<FieldError> Faults(string? address)
    {
        if (string.IsNullOrWhiteSpace(address))
            return [new(Field, "missing", T("The email address is missing. Enter one such as team@example.org."))];
        return Parse(address) is null
            ? [new(Field, "type", T("The address must be a single email address such as team@example.org."))]
            : [];
    }

    internal static MailboxAddress? Parse(string address) =>
        address.Length <= Longest
        && MailboxAddress.TryParse(address, out var mailbox)
        && mailbox.Address == address
        && IsComplete(address)
            ? mailbox
            : null;

    internal static bool IsComplete(string address)
    {
        var at = address.LastIndexOf('@');
        return at > 0
            && at < address.Length - 1
            && !address.Any(character => char.IsControl(character) || char.IsWhiteSpace(character));
    }
}
