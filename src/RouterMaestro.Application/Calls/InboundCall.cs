using RouterMaestro.Application.Affinity;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Application.Calls;

/// <summary>A caller's request: its bytes and the facts read of them, and the conversation once somebody needs it.</summary>
public sealed class InboundCall : IDisposable
{
    /// <summary>How many gateways a request may pass through, so that two that name each other as provider don't loop.</summary>
    internal const int MaxHops = 3;

    private readonly IInboundCodec? _codec;
    private ChatRequest? _request;
    private SignatureOrigins? _signatures;

    /// <summary>Makes the call of a caller with a dialect.</summary>
    /// <param name="codec">The dialect.</param>
    /// <param name="body">The body, which the call owns from now on.</param>
    /// <param name="facts">What was read of it.</param>
    /// <param name="map">Where its editable members stand.</param>
    public InboundCall(IInboundCodec codec, BodyBuffer body, RequestFacts facts, BodyMap map) =>
        (_codec, Body, Facts, Map) = (codec, body, facts, map);

    /// <summary>Makes the call of a caller within the process.</summary>
    /// <param name="request">The conversation.</param>
    public InboundCall(ChatRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        _request = request;
        Facts = RequestFacts.Of(request);
    }

    /// <summary>Makes a call about an answer that a provider keeps. It has no body.</summary>
    /// <param name="codec">The caller's dialect.</param>
    /// <param name="stored">The answer, and what is to be done with it.</param>
    /// <param name="stream">Whether the answer is asked for as a stream.</param>
    public InboundCall(IInboundCodec codec, StoredResponseRequest stored, bool stream)
        : this(codec, stored, new RequestFacts("") { Operation = CallOperation.StoredResponse, Stream = stream, WantsUsage = true })
    {
    }

    private InboundCall(IInboundCodec? codec, StoredResponseRequest? stored, RequestFacts facts) => (_codec, StoredResponse, Facts) = (codec, stored, facts);

    /// <summary>Gets the error of a request that has passed through more gateways than that.</summary>
    internal static RouterError LoopError { get; } = new(
        RouterErrorKind.LoopDetected, 508, $"The request passed through more than {MaxHops} gateways: a provider's address leads back here.");

    /// <summary>Gets the caller's dialect; null for callers within the process.</summary>
    public WireProtocol? Protocol => _codec?.Protocol;

    /// <summary>Gets the description of the caller's protocol; null for callers within the process.</summary>
    public ProtocolDescription? Description => _codec?.Description;

    /// <summary>Gets the body; null for callers within the process.</summary>
    public BodyBuffer? Body { get; }

    /// <summary>Gets what was read of the body.</summary>
    public RequestFacts Facts { get; }

    /// <summary>Gets where the editable members of the body stand.</summary>
    public BodyMap Map { get; }

    /// <summary>Gets what the request says outside its body.</summary>
    public RequestHints Hints { get; init; } = RequestHints.None;

    /// <summary>Gets the answer that the call is about; null for every other call.</summary>
    public StoredResponseRequest? StoredResponse { get; }

    /// <summary>Gets the caller's header fields.</summary>
    public CallHeaders Headers { get; init; } = CallHeaders.None;

    /// <summary>Gets the query string with its question mark; empty when there is none.</summary>
    public string Query { get; init; } = "";

    /// <summary>Gets the gateway's id of the request.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>Gets how many gateways of our kind the request has passed through before.</summary>
    public int Hops { get; init; }

    /// <summary>Gets what reading the conversation could not hold, whoever it is written for.</summary>
    public LossSink Losses => field ??= new();

    /// <summary>Gets the plan; null until it is made. From then on only providers are waited for.</summary>
    public RoutePlan? Plan { get; private set; }

    /// <summary>Gets the conversation; null as long as nobody needed it.</summary>
    public ChatRequest? Request => _request;

    /// <summary>Makes the same call once it is known which model gave the answer.</summary>
    /// <param name="model">The qualified id of the model.</param>
    internal InboundCall Of(string model) =>
        new(_codec, StoredResponse, Facts with { Model = model }) { Headers = Headers, Query = Query, RequestId = RequestId, Hops = Hops };

    /// <summary>Makes a call that only asks for the answer.</summary>
    internal InboundCall Lookup() =>
        new(_codec, StoredResponse! with { Action = StoredResponseAction.Retrieve }, Facts with { Stream = false }) { RequestId = RequestId, Hops = Hops };

    /// <summary>Reads the conversation, once.</summary>
    /// <exception cref="RouterException">The body is not valid in its dialect.</exception>
    public ChatRequest ReadRequest() => _request ??= _codec!.ReadRequest(Body!.Memory, Hints, Losses);

    /// <summary>Finds out, once, where the seals in the request came from.</summary>
    /// <param name="book">Knows who made which seals.</param>
    internal SignatureOrigins SignaturesBy(AffinityStore book) =>
        _signatures ??= Body is { } body && Description is { } protocol ? SignatureOrigins.Of(body.Memory.Span, protocol, book) : SignatureOrigins.None;

    /// <summary>Notes that the plan is made.</summary>
    /// <param name="plan">The plan.</param>
    public void MarkRouted(RoutePlan plan) => Plan = plan;

    /// <summary>Lets go of the body.</summary>
    public void Dispose() => Body?.Dispose();
}
