using System.Text.Json;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Testing.Simulation;

/// <summary>A request as it arrived at an <see cref="UpstreamSimulator"/>, and what became of it.</summary>
public sealed class ReceivedRequest
{
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _decided = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<ReceivedContent> _content;

    internal ReceivedRequest(Func<ReceivedRequest, ReceivedContent> read) => _content = new Lazy<ReceivedContent>(() => read(this));

    /// <summary>Gets the position among all requests of the simulator, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Gets when the head arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Gets the id of the connection on which the request came; requests with the same id shared one.</summary>
    public required string ConnectionId { get; init; }

    /// <summary>Gets the method.</summary>
    public required string Method { get; init; }

    /// <summary>Gets the path without the query, unescaped but for <c>%2F</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the query with its question mark, or an empty text.</summary>
    public required string Query { get; init; }

    /// <summary>Gets the headers, names in any case; several values are joined by a comma.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Gets the body's bytes as they came.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Gets the body as JSON; null when it is empty or not JSON.</summary>
    public required JsonElement? Json { get; init; }

    /// <summary>Gets the protocol: by the path, and where that belongs to none, by the <c>anthropic-version</c> header.</summary>
    public required WireProtocol Protocol { get; init; }

    /// <summary>Gets what is asked for.</summary>
    public required SimulatedOperation Operation { get; init; }

    /// <summary>Gets the model that is asked for; null when none is named.</summary>
    public string? Model => Json is { ValueKind: JsonValueKind.Object } body
        && body.TryGetProperty("model", out var model) && model.ValueKind == JsonValueKind.String ? model.GetString() : null;

    /// <summary>Gets whether a stream is asked for.</summary>
    public bool IsStream => Json is { ValueKind: JsonValueKind.Object } body
        && body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True;

    /// <summary>Gets what the conversation holds, in any protocol.</summary>
    public ReceivedContent Content => _content.Value;

    /// <summary>Gets when the client closed the connection before it had the whole answer; null when it did not.</summary>
    public DateTimeOffset? ClientLeftAt { get; private set; }

    /// <summary>Gets when the simulator was done with the request; null while it is not.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Waits until the client closes the connection before it has the whole answer.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>A task that ends when the client leaves.</returns>
    /// <exception cref="OperationCanceledException">The client did not leave in time.</exception>
    public Task WaitForClientToLeaveAsync(CancellationToken cancellation = default) => _left.Task.WaitAsync(cancellation);

    /// <summary>Waits until the simulator is done with the request.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>A task that ends with the request.</returns>
    /// <exception cref="OperationCanceledException">The request did not end in time.</exception>
    public Task WaitForEndAsync(CancellationToken cancellation = default) => _ended.Task.WaitAsync(cancellation);

    /// <inheritdoc />
    public override string ToString() => $"#{Number} {Method} {Path}{Query} model={Model} stream={IsStream}";

    /// <summary>Gets what ends when it is settled how the request is answered.</summary>
    internal Task Decided => _decided.Task;

    internal void MarkDecided() => _decided.TrySetResult();

    internal void MarkLeft(DateTimeOffset now)
    {
        ClientLeftAt ??= now;
        _left.TrySetResult();
    }

    internal void MarkEnded(DateTimeOffset now)
    {
        EndedAt = now;
        _ended.TrySetResult();
    }
}
