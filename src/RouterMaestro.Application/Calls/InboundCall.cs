using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Application.Calls;

/// <summary>A caller's request: its bytes, the facts read from them, and the conversation once it has been read.</summary>
public sealed class InboundCall : IDisposable
{
    /// <summary>The header field that counts the RouterMaestro gateways a request has passed through.</summary>
    public const string HopsHeader = "x-router-maestro-hops";

    /// <summary>The maximum number of gateways that a request passes through. It ends the loop of two gateways that name each other as provider.</summary>
    internal const int MaxHops = 3;

    private readonly IInboundCodec? _codec;
    private RequestReading? _reading;
    private CostSink? _costs;

    /// <summary>Creates the call of a caller over HTTP.</summary>
    /// <param name="codec">The codec of the caller's protocol.</param>
    /// <param name="bytes">The body, which is copied.</param>
    /// <param name="facts">The facts read from the body.</param>
    /// <param name="map">The places of the editable members.</param>
    public InboundCall(IInboundCodec codec, ReadOnlySpan<byte> bytes, RequestFacts facts, BodyMap map)
        : this(codec, BodyBuffer.CopyOf(bytes), facts, map)
    {
    }

    /// <summary>Creates the call of a caller over HTTP.</summary>
    /// <param name="codec">The codec of the caller's protocol.</param>
    /// <param name="body">The body, which the call owns.</param>
    /// <param name="facts">The facts read from the body.</param>
    /// <param name="map">The places of the editable members.</param>
    internal InboundCall(IInboundCodec codec, BodyBuffer body, RequestFacts facts, BodyMap map) =>
        (_codec, Body, Facts, Map) = (codec, body, facts, map);

    /// <summary>Creates the call of a caller within the process.</summary>
    /// <param name="request">The conversation.</param>
    public InboundCall(ChatRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        _reading = new(request, []);
        Facts = RequestFacts.Of(request);
    }

    /// <summary>Creates a call about a response that a provider stores. It has no body.</summary>
    /// <param name="codec">The codec of the caller's protocol.</param>
    /// <param name="stored">The response and the action.</param>
    /// <param name="stream">Whether the caller asks for a stream.</param>
    internal InboundCall(IInboundCodec codec, StoredResponseRequest stored, bool stream)
        : this(codec, stored, new RequestFacts("") { Operation = CallOperation.StoredResponse, Stream = stream, WantsUsage = true })
    {
    }

    /// <summary>Creates a call of which only the facts are known. It can be planned, but not sent.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="codec">The codec of the caller's protocol; null for callers within the process.</param>
    internal InboundCall(RequestFacts facts, IInboundCodec? codec)
        : this(codec, stored: null, facts)
    {
    }

    private InboundCall(IInboundCodec? codec, StoredResponseRequest? stored, RequestFacts facts) => (_codec, StoredResponse, Facts) = (codec, stored, facts);

    /// <summary>Gets the error of a request that has passed through too many gateways.</summary>
    internal static RouterError LoopError { get; } = new(
        RouterErrorKind.LoopDetected, 508, $"The request passed through more than {MaxHops} gateways: a provider's address leads back here.");

    /// <summary>Gets what providers say that the responses cost, as far as they have been read.</summary>
    internal EquatableArray<StatedCost> StatedCosts => _costs?.Costs ?? [];

    /// <summary>Returns the tokens that a provider charges for in its last response; null if it does not say.</summary>
    /// <param name="model">The model that responded.</param>
    internal TokenUsage? ChargedTo(ModelRef model) => _costs?.ChargedTo(model);

    /// <summary>Gets or sets the failures of attempts at the candidate that is being called, which a cancelled call has no <see cref="Attempt"/> to tell.</summary>
    internal EquatableArray<UpstreamFailure> Retried { get; set; } = [];

    /// <summary>Gets what collects the costs that providers state.</summary>
    internal CostSink Costs => _costs ?? Interlocked.CompareExchange(ref _costs, new(), null) ?? _costs;

    /// <summary>Gets the caller's protocol; null for callers within the process.</summary>
    public WireProtocol? Protocol => _codec?.Protocol;

    /// <summary>Gets the description of the caller's protocol; null for callers within the process.</summary>
    public ProtocolDescription? Description => _codec?.Description;

    /// <summary>Gets the bytes of the body, valid until the call is disposed; null for callers within the process.</summary>
    public ReadOnlyMemory<byte>? Bytes => Body?.Memory;

    /// <summary>Gets the body; null for callers within the process.</summary>
    internal BodyBuffer? Body { get; }

    /// <summary>Gets the facts read from the body.</summary>
    public RequestFacts Facts { get; }

    /// <summary>Gets the places of the editable members of the body.</summary>
    public BodyMap Map { get; }

    /// <summary>Gets the values that the request gives outside its body.</summary>
    public RequestHints Hints { get; init; } = RequestHints.None;

    /// <summary>Gets the stored response that the call is about; null for every other call.</summary>
    internal StoredResponseRequest? StoredResponse { get; }

    /// <summary>Gets the caller's header fields.</summary>
    public CallHeaders Headers { get; init; } = CallHeaders.None;

    /// <summary>Gets the query string with its question mark; empty if there is none.</summary>
    public string Query { get; init; } = "";

    /// <summary>Gets the gateway's id of the request; one is made if none is given, so that the lines of the log belong together.</summary>
    public string RequestId
    {
        get => field ??= UniqueIds.Next().ToString("N");
        init;
    }

    /// <summary>Gets the number of RouterMaestro gateways that the request has passed through.</summary>
    public int Hops { get; init; }

    /// <summary>Gets who called: the key (<c>gateway</c>, or its name), or the user whom the host authenticated; null if nobody was authenticated.</summary>
    public string? Identity { get; init; }

    /// <summary>Gets the token that is cancelled when a stopping gateway ends the call.</summary>
    internal CancellationToken Stopping { get; init; }

    /// <summary>Gets the budget for the memory of the call and of its responses.</summary>
    internal MemoryBudget Memory { get; init; } = MemoryBudget.Unlimited;

    /// <summary>Gets the observer of the plan; null if there is none.</summary>
    internal IPlanObserver? PlanObserver { get; init; }

    /// <summary>Gets a value indicating whether the gateway makes the call itself, to load what calls need, so that nobody learns of it.</summary>
    internal bool IsWarmup { get; init; }

    /// <summary>Gets a value indicating whether the conversation is known, and not only the facts about it.</summary>
    internal bool HasContent => Body is not null || _reading is not null;

    /// <summary>Returns the call with the model of the stored response.</summary>
    /// <param name="model">The qualified id of the model.</param>
    internal InboundCall Of(string model) =>
        new(_codec, StoredResponse, Facts with { Model = model }) { Headers = Headers, Query = Query, RequestId = RequestId, Hops = Hops, Identity = Identity, PlanObserver = PlanObserver, Memory = Memory };

    /// <summary>Returns a call that retrieves the stored response.</summary>
    internal InboundCall Lookup() =>
        new(_codec, StoredResponse! with { Action = StoredResponseAction.Retrieve }, Facts with { Stream = false }) { RequestId = RequestId, Hops = Hops, Identity = Identity, Memory = Memory };

    /// <summary>Notes the cost that a response states within its usage.</summary>
    /// <param name="model">The model that responds.</param>
    /// <param name="usage">The usage as it is now; null if there is none yet.</param>
    /// <param name="entry">The cost of the same response so far; null if it has stated none.</param>
    internal void Note(ModelRef model, TokenUsage? usage, ref CostSink.Entry? entry)
    {
        if (usage is { Charge: { } charge })
        {
            (entry ??= Costs.Open()).Cost = new StatedCost(model, charge.Unit, charge.Amount);
        }
    }

    /// <summary>Reads the conversation. It is read once; later calls return the same value.</summary>
    /// <exception cref="RouterException">The body is not valid in its protocol.</exception>
    public RequestReading ReadRequest() => _reading ??= ReadBody();

    /// <summary>Releases the body.</summary>
    public void Dispose() => Body?.Dispose();

    private RequestReading ReadBody()
    {
        var losses = new LossSink();
        var request = _codec!.ReadRequest(Body!.Memory, Hints, losses);
        return new(request, losses.Fields);
    }
}
