using System.Net;
using RouterMaestro.Application.Calls;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>
/// The content of a compressed response, decoded while it is read. No provider is asked for one, but proxies compress whatever passes: nginx with
/// <c>gzip_proxied any</c>, CDN rules (router-for-me/CLIProxyAPI#1895, agentgateway/agentgateway#1580).
/// </summary>
internal sealed class DecodedContent : HttpContent
{
    private const string Encoding = "Content-Encoding";

    private readonly HttpContent _coded;
    private readonly string _field;

    private DecodedContent(HttpContent coded, string field)
    {
        (_coded, _field) = (coded, field);
        foreach (var (name, values) in coded.Headers.NonValidated)
        {
            // both are of the coded form
            if (!name.Equals(Encoding, StringComparison.OrdinalIgnoreCase) && !name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                Headers.TryAddWithoutValidation(name, values);
            }
        }
    }

    /// <summary>Gives a response whose content is coded its decoded content, and leaves any other as it is.</summary>
    public static void Replace(HttpResponseMessage response)
    {
        if (response.Content.Headers.NonValidated.TryGetValues(Encoding, out var values))
        {
            response.Content = new DecodedContent(response.Content, values.ToString());
        }
    }

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new DecodingStream(await _coded.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), _field);

    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var body = await CreateContentReadStreamAsync().ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            await body.CopyToAsync(stream).ConfigureAwait(false);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _coded.Dispose();
        }

        base.Dispose(disposing);
    }
}
