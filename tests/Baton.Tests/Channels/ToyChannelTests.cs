using System.Collections.Concurrent;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Channels;

/// <summary>
/// A channel is what is registered as one: no door has a list of its own that a new one is missing from.
/// </summary>
public sealed class ToyChannelTests
{
    [Fact]
    public async Task A_channel_that_is_registered_is_there_at_every_door()
    {
        var toy = new ToyChannel();
        await using var app = await BatonApp.StartAsync(
            Engine.Sqlite,
            change: builder => builder.Services.AddSingleton<IChannel>(toy)
        );
        var cast = await app.CastAsync();

        // The page offers it and adds one.
        var ben = await app.VisitAsync(cast.Ben);
        var page = await ben.GetAsync($"/teams/{cast.Receiver}/notifications");
        Assert.Contains(
            "can-1",
            page.Document.QuerySelector("[name=to][placeholder]")!.GetAttribute("placeholder"),
            StringComparison.Ordinal
        );
        Assert.Equal("Tin can", page.Document.QuerySelector("option[value=toy]")?.TextContent);
        var added = await ben.SubmitAsync(page, "Add channel", ("type", "toy"), ("to", "can-7"));
        Assert.Contains("Tin can: can-7", added.Text, StringComparison.Ordinal);

        // The API lists and tries it.
        var channel = Assert.Single((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels);
        Assert.Equal(("toy", "can-7"), (channel.Type, channel.Address));
        var tried = await cast.Ben.Api.TestChannelAsync(cast.Receiver, channel.Id);
        Assert.Equal(("toy", "can …7", "delivered"), (tried.Channel, tried.Address, tried.Outcome));

        var shown = await ben.SubmitAsync(added, "Send a test: toy can-7");
        Assert.Contains("The test message arrived. toy can …7: The can rang.", shown.Text, StringComparison.Ordinal);
        Assert.All(toy.Tested, test => Assert.Equal(("can-7", Kinds.ChannelTest), test));

        // What is handed over goes out by it, and the command line sends it again.
        var handoff = await cast.InitiatedAsync();
        await Wait.ForAsync(
            () => cast.Ben.Api.ListDeliveriesAsync(new DeliveryQuery { HandoffId = handoff.HandoffId }),
            log => log.Items.Any(delivery => delivery is { Channel: "toy", State: DeliveryState.Delivered })
        );
        Assert.Contains(toy.Sent, sent => sent == ("can-7", HandoffInitiated.EventName));
        Assert.Equal(2, toy.Tested.Count);
        var again = await app.CliAsync(
            cast.Ben,
            "deliveries",
            "replay",
            "--channel",
            "toy",
            "--state",
            "delivered",
            "--json"
        );
        Assert.Equal(1, again.Done().Json<ReplayedRecord>().Replayed);
        var unknown = await app.CliAsync(cast.Ben, "deliveries", "replay", "--channel", "fax");
        unknown.Refused("toy");
    }

    private sealed class ToyChannel : IChannel
    {
        internal ConcurrentQueue<(string? Address, string Kind)> Sent { get; } = [];

        /// <summary>Not sent: a can is tried by ringing it.</summary>
        internal ConcurrentQueue<(string? Address, string Kind)> Tested { get; } = [];

        public string Type => "toy";

        public string Name => "Tin can";

        public string Example => "can-1";

        public ChannelSettings Read(string typed) => new(Address: typed, Url: null, Secret: null);

        public bool TakesDigests => false;

        public int MostTogether(IReadOnlyList<Message> messages) => 1;

        public string Mask(ChannelSettings settings) => $"can …{settings.Address?[^1]}";

        public IReadOnlyList<FieldError> Validate(ChannelSettings settings) => [];

        public Task<Attempt> TestAsync(Message test, ChannelSettings settings, CancellationToken cancellationToken)
        {
            Tested.Enqueue((settings.Address, test.Kind));
            return Task.FromResult(Attempt.Delivered(200, "The can rang."));
        }

        public Task<Attempt> SendAsync(Message message, ChannelSettings settings, CancellationToken cancellationToken)
        {
            Sent.Enqueue((settings.Address, message.Kind));
            return Task.FromResult(Attempt.Delivered(200, "It was heard."));
        }

        public Task<Attempt> SendAsync(Digest digest, ChannelSettings settings, CancellationToken cancellationToken) =>
            Task.FromResult(Attempt.Refused("A tin can takes one at a time."));
    }
}
