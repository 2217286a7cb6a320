using System.Collections.Immutable;
using System.Text;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Testing.Hosting;
using RouterMaestro.Testing.Rendering;
using RouterMaestro.Testing.Requests;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.Testing.Wire;

namespace RouterMaestro.Testing;

/// <summary>
/// A provider of models on 127.0.0.1 that speaks OpenAI Chat Completions, OpenAI Responses and Anthropic Messages under any path
/// prefix, returns the responses and faults that a test sets, and stores the requests that it received. It writes its wire forms
/// without the gateway's codecs, so that it can check them. All members are safe for use by several threads.
/// </summary>
/// <example>
/// <code>
/// await using var upstream = await UpstreamSimulator.StartAsync();
/// upstream.Enqueue(SimulatedFault.Status(429, retryAfter: TimeSpan.FromSeconds(1)));
/// upstream.Reply(SimulatedResponse.Text("Hello").WithUsage(input: 12, output: 3));
/// upstream.When(request => request.Model == "small").Reply(SimulatedResponse.Echo());
/// // point the code under test at upstream.BaseUrl, then look at upstream.Requests
/// </code>
/// </example>
public sealed partial class UpstreamSimulator : IAsyncDisposable
{
    private readonly RequestLog _log = new();
    private readonly StepScript _script = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly UpstreamSimulatorOptions _options;
    private ImmutableList<SimulatorRule> _rules = [];
    private SimulatorServer? _server;

    private UpstreamSimulator(UpstreamSimulatorOptions options) =>
        (_options, _outage) = (options, new Outage(options.TimeProvider));

    /// <summary>Gets the root, such as <c>http://127.0.0.1:5123/</c>.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Gets the root with <c>v1</c>, without a slash at its end: the base address that most clients want.</summary>
    public Uri BaseUrl => new(Address, "v1");

    /// <summary>Gets every request received so far, in order of arrival; a copy that does not change.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => _log.Requests;

    /// <summary>Gets those of <see cref="Requests"/> that ask for an answer, without lists of models and token counts.</summary>
    public IReadOnlyList<ReceivedRequest> Calls => [.. _log.Requests.Where(r => r.Operation == SimulatedOperation.Generate)];

    private SimulatorServer Server => _server ?? throw new ObjectDisposedException(nameof(UpstreamSimulator));

    /// <summary>Starts a simulator. By default it echoes, see <see cref="SimulatedResponse.Echo"/>.</summary>
    /// <param name="options">How it is set up; null: the defaults.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <returns>The running simulator.</returns>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<UpstreamSimulator> StartAsync(UpstreamSimulatorOptions? options = null, CancellationToken cancellation = default)
    {
        var simulator = new UpstreamSimulator(options ?? new UpstreamSimulatorOptions());
        ArgumentOutOfRangeException.ThrowIfZero(simulator._options.Models.Count, nameof(options));
        simulator._server = await SimulatorServer.StartAsync(simulator._options.Port, simulator.AnswerAsync, cancellation).ConfigureAwait(false);
        simulator.Address = simulator._server.Address;
        return simulator;
    }

    /// <summary>Sets the step for every request for an answer that neither a rule nor an enqueued step serves.</summary>
    /// <param name="step">The step.</param>
    public void Reply(SimulatedStep step) => Reply(_ => step);

    /// <summary>Sets the step for every request for an answer that neither a rule nor an enqueued step serves, made from the request.</summary>
    /// <param name="step">Makes the step.</param>
    public void Reply(Func<ReceivedRequest, SimulatedStep> step) => _script.SetDefault(step);

    /// <summary>Adds steps, each for one request for an answer, in order.</summary>
    /// <param name="steps">The steps.</param>
    public void Enqueue(params IEnumerable<SimulatedStep> steps) => _script.Enqueue(steps);

    /// <summary>Adds a rule for the requests for an answer that meet a condition. The first rule that has a step serves.</summary>
    /// <param name="condition">The condition.</param>
    /// <returns>The rule; it has no effect until a step is set on it.</returns>
    public SimulatorRule When(Func<ReceivedRequest, bool> condition) =>
        Add(request => request.Operation == SimulatedOperation.Generate && condition(request));

    /// <summary>Adds a rule for all requests of one kind, such as the list of models.</summary>
    /// <param name="operation">The kind.</param>
    /// <returns>The rule; it has no effect until a step is set on it.</returns>
    public SimulatorRule When(SimulatedOperation operation) => Add(request => request.Operation == operation);

    /// <summary>Waits until so many requests have arrived in all. Steps that are set from then on apply to later requests only.</summary>
    /// <param name="count">The number, from 1.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The last of them.</returns>
    /// <exception cref="OperationCanceledException">They did not arrive in time.</exception>
    public async Task<ReceivedRequest> WaitForRequestAsync(int count = 1, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var request = await _log.WaitAsync(count, cancellation).ConfigureAwait(false);
        await request.Decided.WaitAsync(cancellation).ConfigureAwait(false);
        return request;
    }

    /// <summary>Counts how close together the calls came: no two seconds, say, had more than so many.</summary>
    /// <param name="window">The length of time, by the clock of the options.</param>
    /// <returns>The greatest number of <see cref="Calls"/> that arrived within any such time; 0 when there were none.</returns>
    public int MaxCallsWithin(TimeSpan window)
    {
        var times = Calls.Select(call => call.ReceivedAt).Order().ToList();
        return times.Select((start, i) => times.Skip(i).TakeWhile(time => time - start < window).Count()).DefaultIfEmpty().Max();
    }

    /// <summary>Forgets all requests, rules, steps and outages; requests under way go on.</summary>
    public void Reset()
    {
        ImmutableInterlocked.Update(ref _rules, rules => rules.Clear());
        _script.Clear();
        _outage.End();
        _log.Clear();
    }

    /// <summary>Stops at once: open connections are reset, whatever they wait for.</summary>
    /// <returns>A task that ends when nothing runs any more.</returns>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (Interlocked.Exchange(ref _server, null) is { } server)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }

    private SimulatorRule Add(Func<ReceivedRequest, bool> condition)
    {
        var rule = new SimulatorRule(condition, _options.TimeProvider);
        ImmutableInterlocked.Update(ref _rules, rules => rules.Add(rule));
        return rule;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var time = _options.TimeProvider;
        var request = await RequestReading.ReadAsync(context, _log.NextNumber, time.GetUtcNow()).ConfigureAwait(false);
        _log.Add(request);
        var reply = Render(request);
        request.MarkDecided();
        await new ReplyPlayer(context, request, time).PlayAsync(reply, _stopping.Token).ConfigureAwait(false);
    }

    private SimulatedReply Render(ReceivedRequest request)
    {
        var context = new RenderContext(request, _options.Models, _options.ChatReasoningField, _options.TimeProvider) { Server = _options.Server };
        try
        {
            return (_outage.Now ?? ProviderRules.Refusal(request, _options) ?? Scripted(request)) is { } step
                ? Renderer.Render(step, context)
                : StandardReplies.For(context);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Renderer.Render(SimulatedFault.Status(500, $"The script of the simulator failed: {e}"), context);
        }
    }

    private SimulatedStep? Scripted(ReceivedRequest request) =>
        _rules.Select(rule => rule.Next(request)).FirstOrDefault(step => step is not null)
        ?? (request.Operation == SimulatedOperation.Generate ? _script.Next(request) : null);
}

/// <summary>How an <see cref="UpstreamSimulator"/> is set up.</summary>
public sealed record UpstreamSimulatorOptions
{
    /// <summary>Gets the port on 127.0.0.1; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Gets the models that are listed, at least one. Others are answered too, unless <see cref="RejectsUnknownModels"/>.</summary>
    public IReadOnlyList<string> Models { get; init; } = ["simulated-model"];

    /// <summary>Gets whether a model that is not listed gives the provider's 404.</summary>
    public bool RejectsUnknownModels { get; init; }

    /// <summary>Gets the kind of server that it is in OpenAI Chat; OpenAI by default. It matters while <see cref="ValidatesRequests"/>.</summary>
    public SimulatedServer Server { get; init; }

    /// <summary>Gets the key that every request must bring, as <c>Authorization: Bearer</c> or <c>x-api-key</c>; null: none is asked for.</summary>
    public string? RequiredKey { get; init; }

    /// <summary>
    /// Gets whether requests that the real provider would refuse get its 400: no <c>max_tokens</c> in Messages, a tool result
    /// without its call, and so on. True by default, so that a test sees what a provider would not take.
    /// </summary>
    public bool ValidatesRequests { get; init; } = true;

    /// <summary>Gets whether single models refuse what they refuse at their vendors; GitHub Copilot has rules of its own for the same names.</summary>
    internal bool HasVendorRules { get; init; } = true;

    /// <summary>
    /// Gets whether a field that the protocol does not have at the top of a request is refused too, as the providers do: false
    /// by default, so that members such as z.ai's <c>thinking</c> pass. It shows what a translation lets through.
    /// </summary>
    public bool RejectsUnknownFields { get; init; }

    /// <summary>
    /// Gets the member that carries reasoning in Chat: <c>reasoning_content</c> by default; Groq, Cerebras and OpenRouter send
    /// <c>reasoning</c> (recordings test_groq_model_web_search_tool, test_cerebras_thinking_part_survives_multiturn and
    /// test_openrouter_usage).
    /// </summary>
    public string ChatReasoningField { get; init; } = "reasoning_content";

    /// <summary>Gets the clock behind delays, stalls and times; a fake one makes them instant and exact.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    // a record would print the key
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Port = ").Append(Port).Append(", Models = ").AppendJoin(", ", Models);
        return true;
    }
}
