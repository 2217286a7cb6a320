using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace RouterMaestro.Cli.Gateways;

/// <summary>
/// Accepts the certificates that this machine trusts, and remembers why the last other one was refused: the exception of a request only says
/// that it is not valid. One command calls one gateway.
/// </summary>
internal sealed class CertificateCheck(TimeProvider clock)
{
    private volatile string? _problem;

    /// <summary>Gets why the certificate of the gateway was refused and what to do, which follows "its certificate"; null if it was not.</summary>
    public string? Problem => _problem;

    /// <summary>Returns whether a certificate is valid.</summary>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        _problem = errors == SslPolicyErrors.None ? null
            : certificate is not X509Certificate2 presented ? "is missing: the server sends none"
            : Describe(presented, chain?.ChainStatus ?? [], errors, (sender as SslStream)?.TargetHostName ?? "the endpoint");
        return errors == SslPolicyErrors.None;
    }

    private string Describe(X509Certificate2 certificate, X509ChainStatus[] chain, SslPolicyErrors errors, string host)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (from, until) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        return now > until ? $"expired on {Day(until)}: renew it on the server"
            : now < from ? $"is valid only from {Day(from)} on: is the clock of this machine right?"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? $"is for {NamesOf(certificate)}, not for {host}: use a name of the certificate in the endpoint"
            : chain.Any(status => status.Status.HasFlag(X509ChainStatusFlags.Revoked)) ? "was revoked: the server needs a new one"
            : certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData) ? $"is self-signed, and this machine does not trust it: {Advice}"
            : $"was issued by '{certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true)}', which this machine does not trust: {Advice}";
    }

    private static string Advice => OperatingSystem.IsLinux()
        ? "add it to the system's certificates, or name its file by SSL_CERT_FILE"
        : "add it to the certificates that the system trusts";

    private static string NamesOf(X509Certificate2 certificate)
    {
        var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        string[] names = alternatives is null ? [] : [.. alternatives.EnumerateDnsNames(), .. alternatives.EnumerateIPAddresses().Select(address => address.ToString())];
        return names.Length > 0 ? string.Join(", ", names) : "no name at all";
    }

    private static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
