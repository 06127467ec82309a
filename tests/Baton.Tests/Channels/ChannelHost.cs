using System.Collections.Concurrent;
using Baton.Channels;
using Baton.Channels.Email;
using Baton.Channels.Slack;
using Baton.Channels.Webhook;
using Baton.Core;
using Baton.Features.Deliveries;
using Baton.Features.Handoffs.Commands.Return;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Channels;

/// <summary>
/// The channels as the program registers them, with a clock that stands still and a log that can be read.
/// </summary>
internal sealed class ChannelHost : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly LogLines log = new();

    internal ChannelHost(Dictionary<string, string?>? settings = null, ResolveAddresses? resolve = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings ?? Open).Build();
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        collection.AddSingleton<TimeProvider>(Time);
        collection.AddSingleton(new LiveSettings(configuration));
        collection.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        if (resolve is not null)
            collection.AddSingleton(resolve);
        collection.AddChannels(configuration).AddEmailChannel().AddSlackChannel(configuration).AddWebhookChannel();
        collection.AddHttpClient(OutgoingPost.ClientName).AddHttpMessageHandler(() => new HeadersWatch(HeadersRead));
        services = collection.BuildServiceProvider(validateScopes: true);
    }

    internal static Dictionary<string, string?> Open => new() { ["BATON_ALLOW_PRIVATE_TARGETS"] = "true" };

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 18, 5, 0, TimeSpan.Zero));

    /// <summary>Set when the status and the headers of an answer are here, before its body.</summary>
    internal TaskCompletionSource HeadersRead { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal IReadOnlyCollection<string> Log => log.Lines;

    internal IChannel this[string type] => services.GetServices<IChannel>().Single(channel => channel.Type == type);

    public ValueTask DisposeAsync() => services.DisposeAsync();

    internal static Message Message(string kind = HandoffReturned.EventName) =>
        NoticeMessages.Worded(
            new Message
            {
                DeliveryId = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W",
                Kind = kind,
                At = new DateTime(2026, 11, 23, 18, 0, 0, DateTimeKind.Utc),
                HandoffId = 1042,
                Title = "Acme GmbH",
                Template = "sales_to_onboarding",
                FromTeam = "sales",
                ToTeam = "onboarding",
                Status = "returned",
                ContextRevision = 3,
                Actor = "ana",
                ActorName = "Ana Lima",
                Url = "http://localhost:5080/handoffs/1042",
                Facts =
                [
                    (FactLabels.Finding, "start_date: missing"),
                    (FactLabels.Finding, "goals: unclear"),
                    (FactLabels.Due, "2026-11-24 18:00 UTC"),
                ],
            }
        );

    private sealed class HeadersWatch(TaskCompletionSource read) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var response = await base.SendAsync(request, cancellationToken);
            read.TrySetResult();
            return response;
        }
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        internal ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

        public void Dispose() { }
    }
}
