using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates;

namespace Baton.Features.Handoffs.State;

/// <summary>The fold of what happens to the items of a shift.</summary>
internal static class Shifts
{
    /// <param name="context">The context with which it begins.</param>
    /// <param name="carried">The keys of items that were open in the last one.</param>
    /// <param name="from">The last one; null: there is none.</param>
    /// <param name="dueAt">When it is to be handed over.</param>
    internal static Shift Begin(JsonElement context, IReadOnlySet<string> carried, long? from, DateTime? dueAt) =>
        new()
        {
            Items =
            [
                .. ContextItems
                    .Of(context)
                    .Select(item => new ShiftItem
                    {
                        Key = item.Key,
                        CarriedFrom = carried.Contains(item.Key) ? from : null,
                    }),
            ],
            DueAt = dueAt,
        };

    extension(Shift shift)
    {
        internal ShiftItem? Find(string key) => shift.Items.FirstOrDefault(item => item.Key == key);

        /// <summary>What carries on to the next one.</summary>
        internal IEnumerable<ContextItem> OpenIn(JsonElement context) =>
            ContextItems.Of(context).Where(item => shift.Find(item.Key) is { State: not ItemState.Closed });

        /// <summary>What the receiver must read back.</summary>
        internal IEnumerable<ContextItem> CriticalIn(JsonElement context) =>
            shift.OpenIn(context).Where(item => item.IsCritical);

        /// <summary>
        /// An open item that would be lost with this context: what was carried on is closed, not left out, and so is
        /// what the receiving team has before it.
        /// </summary>
        internal ShiftItem? LostIn(JsonElement context, bool isBeforeReceiver)
        {
            var kept = ContextItems.Of(context).Select(item => item.Key).ToHashSet();
            return shift.Items.FirstOrDefault(item =>
                item.State != ItemState.Closed
                && (item.CarriedFrom is not null || isBeforeReceiver)
                && !kept.Contains(item.Key)
            );
        }

        /// <summary>Of what changed nobody has said anything yet; what was closed is open again.</summary>
        internal Shift Follow(JsonElement before, JsonElement after)
        {
            var was = ContextItems.Of(before).ToDictionary(item => item.Key, item => item.Value);
            return shift with
            {
                Items =
                [
                    .. ContextItems
                        .Of(after)
                        .Select(item =>
                            shift.Find(item.Key) is not { } known ? new ShiftItem { Key = item.Key }
                            : was.TryGetValue(item.Key, out var old) && JsonElement.DeepEquals(old, item.Value) ? known
                            : new ShiftItem { Key = item.Key, CarriedFrom = known.CarriedFrom }
                        ),
                ],
            };
        }

        internal Shift Mark(string key, Func<ShiftItem, ShiftItem> change) =>
            shift with
            {
                Items = [.. shift.Items.Select(item => item.Key == key ? change(item) : item)],
            };

        /// <summary>The sender signs the list as it is handed over.</summary>
        internal Shift Signed(HandoffEvent happened, int revision) =>
            shift with
            {
                Signatures = [new ShiftSignature(SignedSide.Sender, happened.Actor, happened.At, revision)],
            };

        /// <summary>
        /// The receiver signs the list that the sender has signed, and has with it what nothing else was said of.
        /// </summary>
        internal Shift Accepted(HandoffEvent happened, int revision, IReadOnlyDictionary<string, string>? readBacks) =>
            shift with
            {
                Signatures =
                [
                    .. shift.Signatures.Where(signature => signature.Side == SignedSide.Sender),
                    new ShiftSignature(SignedSide.Receiver, happened.Actor, happened.At, revision),
                ],
                Items =
                [
                    .. shift.Items.Select(item =>
                        (
                            item.State == ItemState.Open
                                ? item with
                                {
                                    State = ItemState.Accepted,
                                    By = happened.Actor,
                                    At = happened.At,
                                }
                                : item
                        ) with
                        {
                            ReadBack = readBacks?.GetValueOrDefault(item.Key),
                        }
                    ),
                ],
            };
    }
}
