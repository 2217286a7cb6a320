namespace RouterMaestro.Domain.Chat;

/// <summary>Where the bytes of an image or document are. The family is closed.</summary>
public abstract record MediaSource
{
    private MediaSource()
    {
    }

    /// <summary>The bytes themselves, in base64.</summary>
    /// <param name="MediaType">The media type, such as <c>image/png</c>.</param>
    /// <param name="Data">The base64 text.</param>
    public sealed record Base64(string MediaType, JsonText Data) : MediaSource;

    /// <summary>An address from which the provider fetches the bytes.</summary>
    /// <param name="Address">The address, as written.</param>
    public sealed record Url(JsonText Address) : MediaSource;

    /// <summary>A file that was uploaded to the provider before.</summary>
    /// <param name="Id">The provider's id of the file.</param>
    public sealed record File(string Id) : MediaSource;

    /// <summary>Plain text.</summary>
    /// <param name="Content">The text.</param>
    public sealed record Text(JsonText Content) : MediaSource;

    /// <summary>Content blocks.</summary>
    /// <param name="Parts">The blocks, in order.</param>
    public sealed record Blocks(EquatableArray<ContentPart> Parts) : MediaSource;
}
