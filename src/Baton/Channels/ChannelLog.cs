namespace Baton.Channels;

internal static partial class ChannelLog
{
    // No reason here: the words of a mail server may hold an address.
    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Delivery {DeliveryId} by {Channel}: {Outcome}, status {StatusCode}"
    )]
    internal static partial void Attempted(
        this ILogger logger,
        string deliveryId,
        string channel,
        AttemptOutcome outcome,
        int? statusCode
    );
}
