namespace RouterMaestro.Testing.Simulation;

/// <summary>
/// A response of a model, described once and sent in the protocol of the request, streamed or whole as asked. Immutable:
/// every method gives a changed copy.
/// </summary>
/// <example>
/// <code>
/// SimulatedResponse.Text("It is ", "18 °C.").WithUsage(input: 12, output: 7);
/// SimulatedResponse.Empty
///     .WithReasoning("The user wants the weather.", signature: "c2ln")
///     .WithToolCall("get_weather", """{"city":"Paris"}""");
/// SimulatedResponse.Text("one ", "two ", "three").CutAfter(2);
/// </code>
/// </example>
public sealed partial record SimulatedResponse : SimulatedStep
{
    private SimulatedResponse()
    {
    }

    /// <summary>Gets an answer without content, to be built up.</summary>
    public static SimulatedResponse Empty { get; } = new();

    internal IReadOnlyList<ResponsePart> Parts { get; private init; } = [];

    /// <summary>Makes an answer of text.</summary>
    /// <param name="pieces">The text; a stream brings exactly these pieces, or ones of 12 characters if it is a single one.</param>
    /// <returns>The answer.</returns>
    public static SimulatedResponse Text(params string[] pieces) => Empty.WithText(pieces);

    /// <summary>Makes an answer whose text depends on the request.</summary>
    /// <param name="text">Makes the text.</param>
    /// <returns>The answer.</returns>
    public static SimulatedResponse Text(Func<ReceivedRequest, string> text) => Empty.With(new ResponsePart.Text(text, []));

    /// <summary>
    /// Makes a response that lists what was received (model, images, tools, tool results, the user's last text), so that a
    /// caller can check that its content arrived: see <see cref="ReceivedContent.ToString"/>.
    /// </summary>
    /// <returns>The answer.</returns>
    public static SimulatedResponse Echo() => Text(request => request.Content.ToString());

    /// <summary>Makes an answer of one tool call.</summary>
    /// <param name="name">The tool's name.</param>
    /// <param name="arguments">The arguments, a JSON object.</param>
    /// <returns>The answer.</returns>
    public static SimulatedResponse ToolCall(string name, string arguments) => Empty.WithToolCall(name, arguments);

    /// <summary>Makes an answer by which the model declines: <c>refusal</c> in Chat and Responses, the stop reason of that name in Messages.</summary>
    /// <param name="reason">What it says.</param>
    /// <returns>The answer.</returns>
    public static SimulatedResponse Refusal(string reason) => Empty.With(new ResponsePart.Refusal(reason, []));

    /// <summary>Makes an answer of bytes that are sent as they are, such as a recording.</summary>
    /// <param name="status">The status.</param>
    /// <param name="contentType">The content type.</param>
    /// <param name="body">The body.</param>
    /// <param name="chunkSizes">
    /// How many bytes are written and flushed at a time; the last number holds for the rest. None: the body at once.
    /// </param>
    /// <returns>The answer.</returns>
    public static SimulatedRawResponse Raw(int status, string contentType, ReadOnlyMemory<byte> body, params int[] chunkSizes) =>
        new(status, contentType, body, chunkSizes);

    /// <summary>Adds text.</summary>
    /// <param name="pieces">As for <see cref="Text(string[])"/>.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse WithText(params string[] pieces)
    {
        var whole = string.Concat(pieces);
        return With(new ResponsePart.Text(_ => whole, pieces.Length == 1 ? [] : [.. pieces]));
    }

    /// <summary>
    /// Adds reasoning: a thinking block in Messages, <c>reasoning_content</c> in Chat, which knows no signature, and in
    /// Responses an item with a summary if <c>reasoning.summary</c> asks for one, and with the signature as
    /// <c>encrypted_content</c> if <c>include</c> asks for that.
    /// </summary>
    /// <param name="text">The reasoning of the model.</param>
    /// <param name="signature">The signature, any text; real ones are base64.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse WithReasoning(string text, string signature = "c2ltdWxhdGVk") =>
        With(new ResponsePart.Reasoning(text, signature, []));

    /// <summary>Adds reasoning that Messages sends encrypted, and Responses without a summary; Chat leaves it out.</summary>
    /// <param name="data">The encrypted data.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse WithRedactedReasoning(string data) => With(new ResponsePart.RedactedReasoning(data));

    /// <summary>Adds a tool call; several make parallel calls.</summary>
    /// <param name="name">The tool's name.</param>
    /// <param name="arguments">The arguments, a JSON object, sent as they are.</param>
    /// <param name="id">The call's id; null lets the simulator make one.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse WithToolCall(string name, string arguments, string? id = null) =>
        WithToolCall(new SimulatedToolCall(name, arguments) { Id = id });

    /// <summary>Adds a tool call.</summary>
    /// <param name="call">The call.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse WithToolCall(SimulatedToolCall call) => With(new ResponsePart.ToolCall(call));

    /// <summary>
    /// Adds a call of a tool that takes free text. It is a custom tool call where the request offers such a tool of that name;
    /// else, and always in Messages, a call with the arguments <c>{"input": …}</c>.
    /// </summary>
    /// <param name="name">The tool's name.</param>
    /// <param name="input">The text.</param>
    /// <param name="id">The call's id; null lets the simulator make one.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse WithCustomToolCall(string name, string input, string? id = null) =>
        WithToolCall(new SimulatedToolCall(name, input) { Id = id, IsCustom = true });

    internal IEnumerable<T> Of<T>()
        where T : ResponsePart => Parts.OfType<T>();

    /// <summary>Returns the response with other parts.</summary>
    internal SimulatedResponse WithParts(IEnumerable<ResponsePart> parts) => this with { Parts = [.. parts] };

    private SimulatedResponse With(ResponsePart part) => this with { Parts = [.. Parts, part] };
}
