using System.Text.Json;
using RouterMaestro.AspNetCore.Admin.Contracts;

namespace RouterMaestro.AspNetCore.Tests.Admin;

/// <summary>What clients of the admin API read is what the endpoints wrote.</summary>
public sealed class AdminContractTests
{
    [Fact]
    public void Settings_return_as_they_were()
    {
        const string Written = """{"later":{"y":1.50,"x":null},"priorities":["a/b"],"fallback":{"new":[]},"revision":"r1"}""";

        var read = JsonSerializer.Deserialize(Written, AdminJson.Default.RoutingContract)!;

        Assert.Equal(("r1", "a/b", false), (read.Revision, Assert.Single(read.Priorities), read.Settings.ContainsKey("revision")));
        Assert.Equal("""{"new":[]}""", read.Fallback.ToJsonString());
        Assert.Equal(Written, JsonSerializer.Serialize(read, AdminJson.Default.RoutingContract));
    }

    [Fact]
    public void Settings_without_their_members_are_empty()
    {
        var read = JsonSerializer.Deserialize("{}", AdminJson.Default.RoutingContract)!;

        Assert.Equal((null, 0, 0), (read.Revision, read.Priorities.Count, read.Fallback.Count));
        Assert.Equal("{}", JsonSerializer.Serialize(read, AdminJson.Default.RoutingContract));
    }

    [Theory]
    [InlineData("""{"detail":"no"}""", null, "no")]
    [InlineData("""{"detail":{"code":"c","message":"no","current_revision":"r","errors":["a"]}}""", "c", "no")]
    public void Errors_return_as_they_were(string written, string? code, string message)
    {
        var read = JsonSerializer.Deserialize(written, AdminJson.Default.ErrorContract)!;

        Assert.Equal((code, message), (read.Detail!.Code, read.Detail.Message));
        Assert.Equal(written, JsonSerializer.Serialize(read, AdminJson.Default.ErrorContract));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"detail":null}""")]
    [InlineData("""{"detail":[{"msg":"x"}]}""")]
    [InlineData("""{"detail":7,"more":true}""")]
    public void An_error_of_another_server_has_no_details(string document) =>
        Assert.Null(JsonSerializer.Deserialize(document, AdminJson.Default.ErrorContract)!.Detail);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"models":null}""")]
    [InlineData("""{"models":[{"id":"a"}]}""")]
    public void A_document_of_another_server_is_no_list_of_models(string document) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(document, AdminJson.Default.ModelListContract));
}
