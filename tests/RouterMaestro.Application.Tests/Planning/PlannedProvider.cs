using System.Buffers;
using System.Text.Json;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Application.Tests.Planning;

/// <summary>A provider without sockets: it writes requests with the real codecs, records the calls and fails as often as it is told.</summary>
internal sealed class PlannedProvider(ProviderCard card, int failures, List<(CandidateCall Call, EquatableArray<string> Lost)> calls) : IProvider
{
    private int _failures = failures;

    public ProviderCard Card { get; } = card;

    public Task<Attempt> SendAsync(CandidateCall call, CancellationToken cancellationToken)
    {
        var lost = LossesOf(call);
        calls.Add((call, lost));
        if (_failures-- > 0)
        {
            return Task.FromResult<Attempt>(new Attempt.Failed(new UpstreamFailure(FailureKind.ServerError, "busy")) { Lost = lost });
        }

        var response = new ChatResponse([new TextPart(JsonText.FromString("hi"))], FinishReason.Stop, null);
        return Task.FromResult<Attempt>(new Attempt.Committed(new BufferedResponse(response)));
    }

    public EquatableArray<string> LossesOf(CandidateCall call)
    {
        if (call.IsPassthrough)
        {
            return [];
        }

        var reading = call.Call.ReadRequest();
        var losses = new LossSink();
        losses.AddAll(reading.Losses);
        using var json = new Utf8JsonWriter(new ArrayBufferWriter<byte>());
        var target = new RequestTarget(call.Candidate.Model, "\"m\""u8.ToArray(), ModelLimits.Unknown) { Reasoning = call.Reasoning, Signatures = call.Signatures };
        Codecs.All.OutboundFor(call.Protocol).WriteRequest(json, reading.Request, target, losses);
        return losses.Fields;
    }

    public Task<ModelListing> ListModelsAsync(CancellationToken cancellationToken) => Task.FromResult(new ModelListing(Card.Models));

    public static ProviderCard CardOf(string id, int models, params EquatableArray<WireProtocol> protocols) => new(id, ProviderStatus.Ready, protocols)
    {
        IsPinned = true,
        IsListed = true,
        Credential = "key",
        Models = Enumerable.Range(0, models).Select(i => new ModelCard(new ModelRef(id, $"m{i}"), $"m{i}")).ToEquatableArray(),
    };
}
