using Baton.Channels;
using Baton.Features.Deliveries;

namespace Baton.Tests.Features.Deliveries;

/// <summary>How many messages a target gets at a time.</summary>
public sealed class TargetSlotsTests
{
    private const string Target = "channel 1";

    /// <summary>An attempt may end while it is worked out what is begun next.</summary>
    [Fact]
    public void A_target_that_gets_less_meanwhile_has_no_place_left_and_never_fewer()
    {
        var slots = new TargetSlots();
        for (var i = 0; i < 3; i++)
            slots.Settle(Target, Attempt.Delivered(200, "OK"));
        var plan = slots.Plan([Sending(), Sending(), Sending()]);
        Assert.Equal(1, plan.FreeOf(Target));
        slots.Settle(Target, Attempt.Retry("No answer."));
        Assert.Equal(0, plan.FreeOf(Target));
    }

    private static InFlight Sending() =>
        new(
            new DeliveryBatch([
                new Delivery
                {
                    MessageId = "m",
                    HandoffId = 1,
                    EventSeq = 1,
                    Kind = "initiated",
                    Team = "team",
                    Channel = "webhook",
                    Address = "http://127.0.0.1",
                    Target = Target,
                    Payload = "{}",
                    CreatedAt = DateTime.UnixEpoch,
                },
            ])
        );
}
