using Baton.Client;

namespace Baton.Features.Handoffs.State;

internal static class Assists
{
    extension(Assist assist)
    {
        internal bool IsOpen => assist.DoneAt is null && assist.DeclinedAt is null;

        internal Assist Done(HandoffEvent happened) =>
            assist with
            {
                DoneAt = happened.At,
                By = happened.Actor,
                Minutes = assist.MinutesUntil(happened.At),
            };

        internal Assist Declined(HandoffEvent happened, string reason) =>
            assist with
            {
                DeclinedAt = happened.At,
                Reason = reason,
                By = happened.Actor,
                Minutes = assist.MinutesUntil(happened.At),
            };

        private int MinutesUntil(DateTime at) => (int)(at - assist.AskedAt).TotalMinutes;
    }
}
