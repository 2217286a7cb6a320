using RouterMaestro.Domain.Models.Facts;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Servers;

namespace RouterMaestro.Infrastructure.Providers.Learning;

/// <summary>What an error of a provider taught about a model. The family is closed.</summary>
internal abstract record Lesson
{
    private Lesson()
    {
    }

    /// <summary>Gets whether it holds for later requests too, rather than for the value that one request had.</summary>
    public bool IsLasting { get; init; } = true;

    /// <summary>Returns what it says as a fact about the model.</summary>
    public virtual ModelFacts ToFacts() => ModelFacts.Unknown;

    /// <summary>The model refuses a member of the body.</summary>
    /// <param name="Path">The member, such as <c>temperature</c>, or one within it after a full stop.</param>
    public sealed record Omit(string Path) : Lesson
    {
        /// <inheritdoc />
        public override ModelFacts ToFacts() => Path switch
        {
            "temperature" => new() { Temperature = Acceptance.Refused },
            "top_p" => new() { TopP = Acceptance.Refused },
            "top_k" => new() { TopK = Acceptance.Refused },
            "stop" or "stop_sequences" => new() { Stop = Acceptance.Refused },
            "parallel_tool_calls" => new() { ParallelToolCalls = Acceptance.Refused },
            _ => ModelFacts.Unknown,
        };
    }

    /// <summary>The model knows a member of the body by another name.</summary>
    /// <param name="Name">The member's name.</param>
    /// <param name="NewName">The name that the model knows.</param>
    public sealed record Rename(string Name, string NewName) : Lesson;

    /// <summary>The server wants requests for the model in another form.</summary>
    /// <param name="Form">The form.</param>
    public sealed record OfServer(ServerLesson Form) : Lesson;

    /// <summary>The model refuses what has a place in the facts about models, and for which there is another form.</summary>
    /// <param name="Facts">The facts.</param>
    public sealed record Refuses(ModelFacts Facts) : Lesson
    {
        /// <inheritdoc />
        public override ModelFacts ToFacts() => Facts;
    }

    /// <summary>The model is served in another protocol.</summary>
    /// <param name="Protocol">The protocol.</param>
    /// <param name="WithTools">Whether that holds for requests with tools alone.</param>
    public sealed record ServedIn(WireProtocol Protocol, bool WithTools) : Lesson
    {
        /// <inheritdoc />
        public override ModelFacts ToFacts() => WithTools ? new() { EndpointsWithTools = [Protocol] } : new() { Endpoints = [Protocol] };
    }
}
