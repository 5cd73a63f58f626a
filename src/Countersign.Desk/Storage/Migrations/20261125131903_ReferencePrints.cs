using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Countersign.Desk.Storage.Migrations
{
    /// <inheritdoc />
    public partial class ReferencePrints : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ReferencePrints",
                columns: table => new
                {
                    ReferenceNumber = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Data = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReferencePrints", x => new { x.ReferenceNumber, x.Kind });
                    table.ForeignKey(
                        name: "FK_ReferencePrints_References_ReferenceNumber",
                        column: x => x.ReferenceNumber,
                        principalTable: "References",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ReferencePrints");
        }
    }
}
