namespace RouterMaestro.Protocols.Abstractions.Servers;

/// <summary>
/// What a server takes in requests that the gateway writes in OpenAI Chat. Every member begins with the value that is safe for a server of which nothing is
/// known.
/// </summary>
internal sealed record ServerFacts
{
    /// <summary>Gets the facts of OpenAI itself, which takes all that its protocol has.</summary>
    public static ServerFacts OpenAI { get; } = new() { Content = ContentForm.Parts, SystemFirst = false, TakesNullContent = true, TakesDeveloperRole = true };

    /// <summary>Gets the facts of a server of which nothing is known but that it is compatible with OpenAI.</summary>
    public static ServerFacts Compatible { get; } = new();

    /// <summary>Gets the form of contents.</summary>
    public ContentForm Content { get; init; } = ContentForm.Text;

    /// <summary>
    /// Gets a value indicating whether there is one system message, the first, and no role follows itself: instructions that come later become words of the user,
    /// in their place. So the templates of Qwen 3.5 (vllm-project/vllm#41114, ggml-org/llama.cpp#27367), of Gemma (suitenumerique/conversations#197) and of Mistral
    /// (vllm-project/vllm#6862) demand it.
    /// </summary>
    public bool SystemFirst { get; init; } = true;

    /// <summary>Gets a value indicating whether an assistant message with tool calls may have the content null; an empty text is written otherwise.</summary>
    public bool TakesNullContent { get; init; }

    /// <summary>Gets a value indicating whether the role <c>developer</c> is known; it is written <c>system</c> otherwise.</summary>
    public bool TakesDeveloperRole { get; init; }

    /// <summary>Gets a value indicating whether <c>stream_options</c> are known, by which streams have their usage.</summary>
    public bool TakesStreamOptions { get; init; } = true;

    /// <summary>Gets a value indicating whether the limit of a response is named <c>max_completion_tokens</c> for every model.</summary>
    public bool WantsMaxCompletionTokens { get; init; }

    /// <summary>Gets a value indicating whether a response can be held to a JSON schema; it is asked for in words and by JSON mode otherwise.</summary>
    public bool TakesJsonSchema { get; init; } = true;

    /// <summary>Gets the member in which reasoning goes back to the server.</summary>
    public ReasoningMember Reasoning { get; init; } = ReasoningMember.AsReceived;

    /// <summary>Gets how much of <c>tool_choice</c> is known.</summary>
    public ToolChoiceForm ToolChoice { get; init; } = ToolChoiceForm.Named;

    /// <summary>
    /// Gets a value indicating whether the server signs calls as Gemini does and refuses calls without a signature, so that calls of other models go to it with
    /// the word that stands for none.
    /// </summary>
    public bool SignsCalls { get; init; }

    /// <summary>Gets a value indicating whether the messages of callers that speak the server's protocol get the same form. They pass untouched otherwise.</summary>
    public bool SimplifiesCallers { get; init; }
}

/// <summary>The forms of the content of a message.</summary>
internal enum ContentForm
{
    /// <summary>One text as a string, several as parts.</summary>
    Parts,

    /// <summary>Texts as one string, joined by a blank line; parts where there are images or files.</summary>
    Text,

    /// <summary>A string always: images and files are left out.</summary>
    String,
}

/// <summary>The members in which reasoning goes back to the server that it came from.</summary>
internal enum ReasoningMember
{
    /// <summary>The one in which it came.</summary>
    AsReceived,

    /// <summary><c>reasoning_content</c>.</summary>
    ReasoningContent,

    /// <summary><c>reasoning</c>.</summary>
    Reasoning,

    /// <summary>None: reasoning does not go back.</summary>
    None,
}

/// <summary>How much of <c>tool_choice</c> a server knows, each value more than the next.</summary>
internal enum ToolChoiceForm
{
    /// <summary>All of it, a named tool included.</summary>
    Named,

    /// <summary>The words alone: a named tool becomes <c>required</c> and the only tool.</summary>
    Required,

    /// <summary><c>auto</c> alone: for <c>none</c> the tools are left out.</summary>
    Auto,

    /// <summary>Nothing: it is not sent.</summary>
    None,
}
