using System.Diagnostics.CodeAnalysis;

namespace RouterMaestro.Infrastructure.Providers.Modules;

/// <summary>
/// Sets header fields and members of the body for each request to one configured provider. It is called by several threads at once, once
/// for each request and before the credential is added; a retry sends the same fields and members again.
/// </summary>
[Experimental("RM0001")]
public interface IRequestCustomizer
{
    /// <summary>Customizes a request.</summary>
    /// <param name="request">The facts of the request.</param>
    /// <param name="changes">Receives the header fields and members.</param>
    void Customize(UpstreamRequestFacts request, RequestChanges changes);
}
