namespace RouterMaestro.Domain.Chat;

/// <summary>The form that the response's text must take. The family is closed.</summary>
public abstract record OutputFormat
{
    private OutputFormat()
    {
    }

    /// <summary>Any JSON object.</summary>
    public sealed record JsonObject : OutputFormat;

    /// <summary>JSON that follows a schema.</summary>
    /// <param name="Schema">The JSON schema.</param>
    /// <param name="Name">Its name; null when not said.</param>
    public sealed record JsonSchema(RawJson Schema, string? Name = null) : OutputFormat
    {
        /// <summary>Gets what the schema is for; null when not said.</summary>
        public string? Description { get; init; }

        /// <summary>Gets whether the schema must be followed exactly; null when not said.</summary>
        public bool? Strict { get; init; }
    }
}
